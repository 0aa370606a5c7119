import { execFileSync } from 'node:child_process';
import { paths } from '../../lab/paths.ts';

/** Number of kills in the soak test; 0 in `npm test`, which runs a sample of everything. */
export const SOAK = Number(process.env['QUORATE_BREAKS'] ?? 0);

/** QUORATE_SEED, or a number derived from the commit, so that each commit has its own sample. */
export function seed(): number {
  const given = process.env['QUORATE_SEED'];
  if (given) return Number(given);
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: paths.repository, encoding: 'utf8' });
    return Number.parseInt(commit.slice(0, 8), 16);
  } catch {
    return 1; // not a clone
  }
}
