import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.ts';
import { getLog } from './log.ts';

const log = getLog('Run');

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly ignoreFailures?: boolean;
}

/** Runs a program. A failure has the real product's text. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<Result> {
  log.debug(`Running: ${pythonList(command)}`);
  const result = await collect(command, options);
  if (result.code !== 0 && options.ignoreFailures !== true) {
    const text = `Failed running command: ${pythonList(command)} (${result.stderr.trim()}).`;
    throw new Failure('ProcessExecutionError', text);
  }
  return result;
}

function collect(command: readonly string[], options: RunOptions): Promise<Result> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...options.env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

const pythonList = (words: readonly string[]): string => `[${words.map((w) => `'${w}'`).join(', ')}]`;

/** Repeats a query until it returns a value other than undefined, at most `attempts` times. */
export async function poll<T>(
  attempts: number,
  intervalMs: number,
  ask: (attempt: number) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answer = await ask(attempt);
    if (answer !== undefined) return answer;
    if (attempt < attempts) await sleep(intervalMs);
  }
  return undefined;
}
