import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLES } from '../../src/cli/arguments/explain/examples.ts';
import type { Runtimes } from './runtimes.ts';

/** Marks that Node documents for single executables. */
const BLOB = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** An error contains what the program printed. */
const QUIET = { stdio: 'pipe' } as const;

interface Executable {
  readonly root: string;
  readonly runtimes: Runtimes;
  /** Directory of the bundle and of intermediate files. */
  readonly work: string;
  /** Name of the bundle. */
  readonly bundle: string;
  readonly path: string;
}

/** Makes the executable for Linux x64: Node, the bundle, and the files that `resource` reads (src/cli/resource.ts). */
export function makeExecutable({ root, runtimes, work, bundle, path }: Executable): void {
  const names = assetNames(root);
  writeFileSync(join(work, 'assets'), names.join('\n'));
  const assets = Object.fromEntries(names.map((name) => [name, join(root, name)]));
  const [config, output] = ['executable.json', 'executable.blob'];
  const sea = {
    main: bundle,
    output,
    disableExperimentalSEAWarning: true,
    assets: { ...assets, assets: 'assets' },
  };
  writeFileSync(join(work, config), JSON.stringify(sea));
  // The executable contains the path of the bundle. A relative one does not depend on the directory of the build.
  execFileSync(runtimes.node, ['--experimental-sea-config', config], { ...QUIET, cwd: work });
  copyFileSync(runtimes.node, path);
  execFileSync('strip', ['--strip-unneeded', path]);
  const injection = [runtimes.postject, path, BLOB, join(work, output), '--sentinel-fuse', FUSE];
  execFileSync(process.execPath, injection, QUIET);
  chmodSync(path, 0o755);
}

/** Everything that the program reads, and the license. */
function assetNames(root: string): readonly string[] {
  const playbooks = readdirSync(join(root, 'playbooks')).map((name) => `playbooks/${name}`);
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const docs = pages.map((name) => `docs/${name}`);
  return [
    'LICENSE',
    ...EXAMPLES,
    'package.json',
    'schema/inventory.schema.json',
    ...playbooks,
    ...docs,
  ].sort();
}
