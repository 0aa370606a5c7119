import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { Algorithms, AuthContext, Connection, Prompt, ServerChannel, Session } from 'ssh2';

/** An SSH server in the test process, for behavior that a real sshd cannot show on demand. */
export interface Server {
  readonly port: number;
  /** The authentication methods that were tried, in order: `publickey`, `password`, … */
  readonly tried: readonly string[];
  readonly connections: number;
  /** The maximum number of concurrent handshakes. */
  readonly atOnce: number;
  /** The answers to all prompts, in order. */
  readonly answers: readonly string[];
  /** Ends every open connection; new connections are accepted. */
  cut(): void;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Files of private keys. */
  readonly hostKeys: readonly string[];
  readonly accepts: (context: AuthContext) => boolean;
  /** With false, `accepts` itself answers a login that it does not accept. */
  readonly rejects?: false;
  /** Handles an exec request; by default the command runs in a local shell. */
  readonly exec?: (channel: ServerChannel) => void;
  readonly refuseExec?: boolean;
  /** Opens the connection of a channel that the client forwards. By default, the server does not forward. */
  readonly forwards?: (to: { readonly address: string; readonly port: number }) => Duplex;
  readonly address?: string;
  readonly port?: number;
  /** How long a login takes. */
  readonly loginMs?: number;
  /** The rounds of prompts of keyboard-interactive; one prompt for the password by default. */
  readonly prompts?: readonly (readonly Prompt[])[];
  readonly algorithms?: Algorithms;
}

export async function startServer(options: ServerOptions): Promise<Server> {
  const tried: string[] = [];
  const answers: string[] = [];
  const seen = { connections: 0, now: 0, atOnce: 0 };
  const open = new Set<Connection>();
  const server = new ssh2.Server(
    {
      hostKeys: options.hostKeys.map((file) => readFileSync(file)),
      ...(options.algorithms && { algorithms: options.algorithms }),
    },
    (client) => {
      open.add(client);
      seen.connections += 1;
      seen.now += 1;
      seen.atOnce = Math.max(seen.atOnce, seen.now);
      const over = once(() => (seen.now -= 1));
      client.on('error', over).on('close', over).on('ready', over);
      client.on('close', () => open.delete(client));
      client.on('authentication', (context) => {
        tried.push(context.method);
        const answer = () => {
          if (options.accepts(context)) return context.accept();
          if (options.rejects !== false || context.method === 'none')
            context.reject(['publickey', 'password', 'keyboard-interactive']);
        };
        if (context.method === 'keyboard-interactive')
          return ask(context, options.prompts ?? [[{ prompt: 'Password: ', echo: false }]], (given) => {
            answers.push(...given);
            answer();
          });
        setTimeout(answer, options.loginMs ?? 0);
      });
      client.on('session', (accept) => serve(accept(), options));
      client.on('tcpip', (accept, reject, { destIP, destPort }) => {
        const { forwards } = options;
        if (!forwards) return reject();
        const channel = accept();
        const socket = forwards({ address: destIP, port: destPort });
        channel.on('error', () => socket.destroy()).on('close', () => socket.destroy());
        socket.on('error', () => channel.close());
        socket.pipe(channel).pipe(socket);
      });
    },
  );
  await new Promise<void>((listening) =>
    server.listen(options.port ?? 0, options.address ?? '127.0.0.1', listening),
  );
  return {
    port: (server.address() as { port: number }).port,
    tried,
    answers,
    get connections() {
      return seen.connections;
    },
    get atOnce() {
      return seen.atOnce;
    },
    cut: () => open.forEach((client) => client.end()),
    stop: async () => {
      open.forEach((client) => client.end());
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

type Interactive = Extract<AuthContext, { method: 'keyboard-interactive' }>;

/** Prompts for a password and stores it in the context, where `accepts` reads it. */
function ask(
  context: Interactive,
  [round, ...rest]: readonly (readonly Prompt[])[],
  done: (answers: readonly string[]) => void,
): void {
  context.prompt([...(round ?? [])], (answers) => {
    Object.assign(context, { password: answers[0] });
    if (rest.length === 0) return done(answers);
    ask(context, rest, (more) => done([...answers, ...more]));
  });
}

function serve(session: Session, options: ServerOptions): void {
  session.on('exec', (accept: () => ServerChannel, reject: () => void, { command }: { command: string }) => {
    if (options.refuseExec) return reject();
    const channel = accept();
    if (options.exec) return options.exec(channel);
    const child = spawn('sh', ['-c', command]);
    channel.pipe(child.stdin);
    child.stdout.pipe(channel, { end: false });
    child.stderr.pipe(channel.stderr, { end: false });
    channel.on('close', () => child.kill());
    child.on('close', (code) => {
      channel.exit(code ?? 1);
      channel.end();
    });
  });
}

/** Creates a private key in a directory; a passphrase encrypts it. */
export function makeKey(directory: string, name: string, { type = 'ed25519', passphrase = '' } = {}): string {
  const file = join(directory, name);
  execFileSync('ssh-keygen', ['-q', '-t', type, '-a', '1', '-N', passphrase, '-f', file]);
  return file;
}

/** Returns the known_hosts line of the host with this private key. */
export function knownLine(file: string, port: number, marker = ''): string {
  const [type = '', base64 = ''] = readFileSync(`${file}.pub`, 'utf8').split(' ');
  return `${marker}[127.0.0.1]:${port},[::1]:${port} ${type} ${base64}\n`;
}

function once(task: () => void): () => void {
  let done = false;
  return () => {
    if (!done) task();
    done = true;
  };
}
