import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { Problem } from '../../errors/errors.ts';
import type { EnvironmentVariables } from '../../model/secret.ts';
import { shellHere } from '../../model/next-step.ts';
import type { EffectiveHost } from '../ssh/config/effective.ts';

/** A running ProxyCommand. */
interface ProxyCommand {
  /** The input and output of the command: the connection with sshd. */
  readonly socket: Duplex;
  /** Describes a connection that was closed; undefined if the command had sent something. */
  failure(): Promise<Omit<Problem, 'where'> | undefined>;
}

const MOST_LINES = 5;
/** Time of a command for its last messages after its output has ended. */
const LAST_MESSAGES_MS = 1_000;

/**
 * Runs a ProxyCommand, with the shell and the input that ssh gives it. It is ended with its processes when the socket is
 * closed.
 */
export function startProxyCommand(
  command: string,
  { address, ssh }: Pick<EffectiveHost, 'address' | 'ssh'>,
  env: EnvironmentVariables,
): ProxyCommand {
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], { env, detached: true });
  const seen = { output: false, errors: '' };
  child.stdout.once('data', () => (seen.output = true));
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (seen.errors = (seen.errors + text).slice(-4096)));
  const socket = Duplex.from({ readable: child.stdout, writable: child.stdin });
  socket
    .on('error', () => undefined)
    .once('close', () => {
      setTimeout(endGroup, LAST_MESSAGES_MS / 2, child.pid).unref();
    });
  child.once('error', (error) => socket.destroy(error));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const failure = async () => {
    await Promise.race([closed, new Promise((over) => setTimeout(over, LAST_MESSAGES_MS).unref())]);
    if (seen.output) return undefined;
    return {
      what: `cannot connect to ${address} port ${ssh.port} through ProxyCommand: the command ended`,
      next: shellHere(command, 'run it by hand'),
      lines: seen.errors.split('\n').filter(Boolean).slice(-MOST_LINES),
    };
  };
  return { socket, failure };
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid);
  } catch {
    // All its processes have ended.
  }
}
