import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../../lab/paths.ts';

/** The last commit whose program stores data in format 1. */
const COMMIT = '3a155ed03820565a7f3ca0fd9f633f220b5bc9a4';
const directory = join(paths.lab, 'format-1-program');

/** True if this clone contains the commit. A shallow clone or an unpacked archive does not. */
export function hasFormat1Commit(): boolean {
  try {
    git('cat-file', '-e', `${COMMIT}^{commit}`);
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds the program of that commit from this clone. Node finds the packages of this clone, because the build is stored
 * in its directory. @returns the main script
 */
export function buildFormat1Program(): string {
  const script = join(directory, 'dist', 'quorate.js');
  if (existsSync(script)) return script;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const archive = `${directory}.tar`;
  git('archive', '--output', archive, COMMIT);
  execFileSync('tar', ['-xf', archive, '-C', directory]);
  rmSync(archive);
  for (const file of ['build/schemas.ts', 'build/build.ts'])
    execFileSync(process.execPath, ['--import', 'tsx', file], { cwd: directory, stdio: 'inherit' });
  return script;
}

function git(...args: readonly string[]): void {
  execFileSync('git', args, { cwd: paths.repository, stdio: ['ignore', 'ignore', 'pipe'] });
}
