import { execFileSync } from 'node:child_process';
import { paths } from '../../lab/paths.ts';

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
