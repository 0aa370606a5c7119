import { execFileSync } from 'node:child_process';
import { paths } from '../../lab/paths.ts';

/** How many breaks the soak test wants, which takes its time; 0 in `npm test`, which takes a sample of everything. */
export const SOAK = Number(process.env['QUORATE_BREAKS'] ?? 0);

/** QUORATE_SEED, or a number that the commit gives: another sample for every commit, the same for the same one. */
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
