/**
 * A process with many SSH servers, one per port: `replaying.js COUNT HOST-KEY`. The first run of a command is real; its
 * output is repeated for every other host. Prints the ports as JSON, and stops when its standard input ends.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ssh2 from 'ssh2';
import type { Connection, ServerChannel } from 'ssh2';
import { serveLoop, startsLoop } from './recorded-loop.ts';

interface Output {
  readonly code: number;
  readonly out: Buffer;
  readonly err: Buffer;
}

const [count = '10', hostKey = ''] = process.argv.slice(2);
const outputs = new Map<string, Promise<Output>>();

const ports = await Promise.all(Array.from({ length: Number(count) }, listen));
process.stdout.write(`${JSON.stringify(ports)}\n`);
process.stdin.on('end', () => process.exit(0)).resume();

function listen(): Promise<number> {
  const server = new ssh2.Server({ hostKeys: [readFileSync(hostKey)] }, serve);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

function serve(client: Connection): void {
  client.on('error', () => undefined);
  client.on('authentication', (context) =>
    context.method === 'publickey' ? context.accept() : context.reject(['publickey']),
  );
  client.on('session', (accept) =>
    accept().on(
      'exec',
      (acceptExec: () => ServerChannel, _reject: unknown, { command }: { command: string }) => {
        const channel = acceptExec();
        if (startsLoop(command)) serveLoop(channel, command);
        else serveCommand(channel, command);
      },
    ),
  );
}

function serveCommand(channel: ServerChannel, command: string): void {
  const input: Buffer[] = [];
  channel.on('data', (chunk: Buffer) => input.push(chunk));
  channel.on('end', () => {
    const bytes = Buffer.concat(input);
    const key = `${command}\n${bytes.toString('base64')}`;
    const output = outputs.get(key) ?? run(command, bytes);
    outputs.set(key, output);
    void output.then(({ code, out, err }) => {
      channel.write(out);
      channel.stderr.write(err);
      channel.exit(code);
      channel.end();
    });
  });
}

function run(command: string, input: Buffer): Promise<Output> {
  const child = spawn('/bin/sh', ['-c', command]);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve) => {
    child.on('close', (code) =>
      resolve({ code: code ?? 1, out: Buffer.concat(out), err: Buffer.concat(err) }),
    );
  });
}
