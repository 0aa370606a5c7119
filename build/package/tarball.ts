import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { normalize, PREFIX, writeTree } from './tree.ts';
import type { PackageInputs } from './tree.ts';

/** Packs executable, man page and completions for a prefix such as /usr/local or ~/.local. */
export function makeTarball(inputs: PackageInputs, { work, path }: { work: string; path: string }): void {
  const name = `quorate-${inputs.version}`;
  const tree = join(work, 'tarball', name);
  rmSync(tree, { recursive: true, force: true });
  writeTree(tree, PREFIX, inputs);
  normalize(tree, 'bin/quorate', inputs.date);
  const same = [
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--format=gnu',
    '--use-compress-program=gzip -n',
  ];
  execFileSync('tar', ['-C', join(work, 'tarball'), ...same, '-cf', path, name], { stdio: 'pipe' });
}
