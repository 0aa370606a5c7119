import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const JEST = ['node', '--no-warnings', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];

/** The fields of jest's result that are used here. */
export interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number | null;
    }[];
  }[];
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The command that starts the program, for example `nice`. */
  readonly under?: readonly string[];
  /** Receives the output instead of the terminal: a file descriptor. */
  readonly output?: number;
}

/** Runs jest to its end. @returns the exit code, and the result unless jest crashed before writing it */
export async function runJest(
  args: readonly string[],
  options: RunOptions = {},
): Promise<{ readonly code: number; readonly result?: JestResult }> {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-jest-'));
  const file = join(directory, 'result.json');
  const code = await run([...JEST, ...args, '--json', `--outputFile=${file}`], options);
  try {
    return { code, result: JSON.parse(readFileSync(file, 'utf8')) as JestResult };
  } catch {
    return { code };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Process IDs of the programs that run now. Each leads a process group, so that Ctrl-C reaches only this program. */
const started = new Set<number>();
let interrupted = false;

/** Makes every unfinished and later `run` wait forever, so that no further stage starts. @returns the running programs */
export function interrupt(): readonly number[] {
  interrupted = true;
  return [...started];
}

/**
 * Runs a program. With `--json`, discards the standard output, because jest repeats there the result that it writes to
 * a file.
 */
export function run(
  command: readonly string[],
  { env = {}, under = [], output }: RunOptions = {},
): Promise<number> {
  const [program = '', ...args] = [...under, ...command];
  const shown = output ?? 'inherit';
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', args.includes('--json') ? 'ignore' : shown, shown],
      env: { ...process.env, ...env },
      detached: true,
    });
    const pid = child.pid ?? 0;
    if (pid > 0) started.add(pid);
    child.once('error', reject);
    child.once('close', (code) => {
      started.delete(pid);
      if (!interrupted) resolve(code ?? 1);
    });
  });
}
