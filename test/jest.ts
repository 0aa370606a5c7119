import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const JEST = ['node', '--no-warnings', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];

/** What jest writes about a run, as far as it is needed here. */
export interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      /** ms */
      readonly duration?: number | null;
    }[];
  }[];
}

/** Runs jest to its end, `under` another program if need be. @returns its exit code, and its result unless it crashed before it had one */
export async function runJest(
  args: readonly string[],
  { env = {}, under = [] }: { env?: Readonly<Record<string, string>>; under?: readonly string[] } = {},
): Promise<{ readonly code: number; readonly result?: JestResult }> {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-jest-'));
  const file = join(folder, 'result.json');
  const code = await run([...under, ...JEST, ...args, '--json', `--outputFile=${file}`], env);
  try {
    return { code, result: JSON.parse(readFileSync(file, 'utf8')) as JestResult };
  } catch {
    return { code };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The children's standard output is not needed where jest writes its result to a file: it repeats it as JSON. */
export function run(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const quiet = args.includes('--json');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['inherit', quiet ? 'ignore' : 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
