import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ssh2 from 'ssh2';
import type { Connection, ServerChannel, TcpipRequestInfo } from 'ssh2';
import { frameReader } from './frame-reader.ts';
import type { Frame } from './frame-reader.ts';

/** Replaces the requested work. `channel` is the worker's shell. */
export type Misbehavior = (channel: ServerChannel, frame: Frame, connection: Connection) => void;

/** An SSH server in the test process. Its worker works in the host of the test, except for the requests that it sabotages. */
export interface Endpoint {
  readonly port: number;
  /** From now on, treats requests whose script contains the text in this way. */
  sabotage(script: string | RegExp, misbehavior: Misbehavior): void;
  /** Requests that were sabotaged. */
  readonly sabotaged: number;
  /** True if no honest work is in progress. */
  isIdle(): boolean;
  stop(): Promise<void>;
}

export interface EndpointOptions {
  /** File of the private host key. */
  readonly hostKey: string;
  readonly address?: string;
  /** Starts a command line on the host of the test. */
  readonly run: (command: string) => ChildProcess;
  /** Replaces the start of the worker. */
  readonly exec?: (channel: ServerChannel, connection: Connection) => void;
  /** Replaces the answer to a new channel. */
  readonly onSession?: (connection: Connection) => void;
  /** Accepts no shell: exec requests stay without an answer. */
  readonly ignoreExec?: boolean;
  /** Handles connections to other machines; without it they stay without an answer. */
  readonly tunnel?: (channel: ServerChannel, to: TcpipRequestInfo) => void;
  readonly onTunnel?: () => void;
}

/** Starts commands in the mount namespace of a test machine. */
export function inMachine(pid: number): EndpointOptions['run'] {
  return (command) => spawn('nsenter', ['--target', String(pid), '--mount', 'sh', '-c', command]);
}

export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const rules: { script: string | RegExp; misbehavior: Misbehavior }[] = [];
  const open = new Set<Connection>();
  const seen = { busy: 0, sabotaged: 0 };
  const begin = () => {
    seen.busy += 1;
    let ended = false;
    return () => {
      if (!ended) seen.busy -= 1;
      ended = true;
    };
  };
  const hostKeys = [readFileSync(options.hostKey)];
  const server = new ssh2.Server({ hostKeys }, (connection) => {
    open.add(connection);
    const connected = begin();
    connection.on('error', connected).on('close', connected).on('ready', connected);
    connection.on('close', () => open.delete(connection));
    connection.on('authentication', (context) => context.accept());
    connection.on('tcpip', (accept, _, to) => {
      options.onTunnel?.();
      options.tunnel?.(accept(), to);
    });
    connection.on('session', (accept) => {
      if (options.onSession) return options.onSession(connection);
      accept().on('exec', (start, _, { command }) => {
        if (options.ignoreExec) return;
        const channel = start();
        channel.on('error', () => undefined);
        if (options.exec) return options.exec(channel, connection);
        work(channel, command);
      });
      function work(channel: ServerChannel, command: string): void {
        const child = options.run(command);
        const ready = begin();
        const pending = new Map<string, () => void>();
        child.stdout?.on('data', (bytes: Buffer) => {
          ready();
          const text = bytes.toString('latin1');
          for (const [nonce, done] of pending) if (text.includes(`${nonce} end`)) done();
          channel.write(bytes);
        });
        child.stderr?.on('data', (bytes: Buffer) => channel.stderr.write(bytes));
        child.stdin?.on('error', () => undefined);
        const over = () => [ready, ...pending.values()].forEach((done) => done());
        const read = frameReader((frame) => {
          const rule = rules.find(({ script }) => matches(frame.script, script));
          if (!rule) {
            pending.set(frame.nonce, begin());
            return void child.stdin?.write(frame.raw);
          }
          seen.sabotaged += 1;
          rule.misbehavior(channel, frame, connection);
        });
        channel.on('data', read);
        channel.on('close', () => (over(), child.kill()));
        child.on('close', () => (over(), channel.end()));
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, options.address ?? '127.0.0.1', listening));
  return {
    port: (server.address() as { port: number }).port,
    sabotage: (script, misbehavior) => void rules.push({ script, misbehavior }),
    get sabotaged() {
      return seen.sabotaged;
    },
    isIdle: () => seen.busy === 0,
    stop: async () => {
      open.forEach((connection) => connection.end());
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

function matches(script: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? script.includes(wanted) : wanted.test(script);
}
