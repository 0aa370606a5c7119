import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FILE = fileURLToPath(new URL('slowest-response.ts', import.meta.url));

/** Runs a command of the program. @returns the longest time, in milliseconds, that one query of a host takes alone */
export async function slowestResponse(words: readonly string[]): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', FILE, ...words]);
  const [, ms] = /^slowest ([\d.]+) /m.exec(stdout) ?? [];
  if (ms === undefined) throw new Error(`quorate ${words.join(' ')} queried no host`);
  return Number(ms);
}
