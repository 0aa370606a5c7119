import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Append the output to this file instead of returning it. */
  readonly log?: string;
}

export type Say = (line: string) => void;
export const sayOnStderr: Say = (line) => void process.stderr.write(`${line}\n`);

/** An error that tells the user what to do. It is printed without a stack. */
export class LabError extends Error {}

/** Environment of Quorate in the lab: the developer's ssh_config must not change the connections. */
export const ENVIRONMENT: NodeJS.ProcessEnv = { ...process.env, QUORATE_SSH_CONFIG: 'none' };

/** Runs a program on this machine. Exit code 127: program not found; 124: killed after the timeout. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Output> {
  const [program = '', ...args] = argv;
  const log = options.log === undefined ? undefined : openSync(options.log, 'a');
  return new Promise((done) => {
    const sink = log ?? 'pipe';
    const child = spawn(program, args, {
      stdio: ['pipe', sink, sink],
      env: { ...process.env, ...options.env },
    });
    const seen = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => (timedOut = child.kill('SIGKILL')), options.timeoutMs);
    const finish = (code: number, problem = '') => {
      clearTimeout(timer);
      if (log !== undefined) closeSync(log);
      const stderr = Buffer.concat(seen.stderr).toString() + problem;
      done({ code, stdout: Buffer.concat(seen.stdout).toString(), stderr });
    };
    child.stdout?.on('data', (chunk: Buffer) => seen.stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => seen.stderr.push(chunk));
    child.once('error', (error) => finish(127, error.message));
    child.once('close', (code, signal) =>
      timedOut ? finish(124, `killed after ${options.timeoutMs} ms`) : finish(code ?? 128, signal ?? ''),
    );
    // If a program ends without reading its input, its exit code counts, not the broken pipe.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
  });
}

/** Runs a program that must succeed. Returns its output. @throws LabError if it fails */
export async function must(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const output = await run(argv, options);
  if (output.code === 0) return output.stdout;
  const detail =
    lastLines(output.stderr || output.stdout) || (options.log === undefined ? '' : `see ${options.log}`);
  throw new LabError(`${argv.slice(0, 4).join(' ')} … failed with exit code ${output.code}\n${detail}`);
}

export const lastLines = (text: string, count = 12): string =>
  text.trimEnd().split('\n').slice(-count).join('\n');

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Repeats a query until it returns a value other than undefined. @throws LabError after the given time */
export async function until<T>(
  what: string,
  seconds: number,
  query: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await query();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new LabError(`${what}: not within ${seconds} s`);
    await sleep(200);
  }
}
