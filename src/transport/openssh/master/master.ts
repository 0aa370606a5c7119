import { spawn } from 'node:child_process';
import type { EnvironmentVariables } from '../../../model/secret.ts';
import { watched } from './watchdog.ts';

/** A running ssh that logs in to one host and then passes channels on. */
export interface Master {
  /** Path of its control socket, which exists after the login. */
  readonly socket: string;
  /** The last lines of its messages. */
  messages(): readonly string[];
  /** Resolves with the exit code, null after a signal, when all messages have been read. */
  readonly ended: Promise<number | null>;
  stop(): void;
}

interface MasterProcess {
  readonly program: string;
  readonly args: readonly string[];
  readonly socket: string;
  readonly env: EnvironmentVariables;
}

/** Characters of the messages that are kept. */
const KEPT = 256 * 1024;

/**
 * Starts a master without a terminal: Ctrl-C of the operator must not end it, because the run then finishes its step.
 */
export function startMaster({ program, args, socket, env }: MasterProcess): Master {
  const [file, words] = watched(program, args);
  const child = spawn(file, words, { env, detached: true, stdio: ['pipe', 'ignore', 'pipe'] });
  let messages = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    messages = (messages + text).slice(-KEPT);
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code)).once('error', () => resolve(null));
  });
  return {
    socket,
    messages: () => messages.split(/\r?\n/).filter((line) => line !== ''),
    ended,
    stop: () => child.stdin.end(),
  };
}
