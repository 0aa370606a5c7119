import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { paths } from '../paths.ts';
import { packDeb } from './deb.ts';
import { releaseOf } from './releases.ts';

const source = import.meta.dirname;
const repository = resolve(source, '../../..');
const output = join(paths.lab, 'packages');

/** Builds the product's installer package for a version, unless a package with the same inputs exists. */
export async function buildPackage(version: string): Promise<string> {
  const { series } = releaseOf(version);
  const file = join(output, `cloudify-manager-install_${version}_all.deb`);
  const inputs = digest(version);
  const note = `${file}.inputs`;
  if (existsSync(file) && existsSync(note) && readFileSync(note, 'utf8') === inputs) return file;
  mkdirSync(output, { recursive: true });
  const stage = join(output, `stage-${version}-${process.pid}`);
  try {
    await bundle(stage);
    const part = `${stage}.deb`;
    await packDeb({ stage, file: part, version, defaults: join(source, 'defaults', `${series}.yaml`) });
    renameSync(part, file);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  writeFileSync(note, inputs);
  return file;
}

/** Bundles five programs, each into one file that only needs Debian's node. */
async function bundle(stage: string): Promise<void> {
  const programs = { cfy_manager: 'bin/cfy_manager', cfy: 'bin/cfy' };
  const daemons = {
    restservice: 'lib/restservice.cjs',
    monitoring: 'lib/monitoring.cjs',
    etcd_interface: 'lib/etcd_interface.cjs',
  };
  const all = Object.entries({ ...programs, ...daemons });
  await Promise.all(
    all.map(([entry, target]) =>
      build({
        entryPoints: [join(source, 'entry', `${entry}.ts`)],
        outfile: join(stage, 'opt/cloudify-manager-install', target),
        bundle: true,
        platform: 'node',
        target: 'node18',
        format: 'cjs',
        external: ['pg-native'],
        banner: { js: '#!/usr/bin/node' },
        logLevel: 'warning',
      }),
    ),
  );
}

function digest(version: string): string {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256').update(version);
  for (const file of [...files, join(repository, 'package-lock.json')])
    hash.update(file.slice(repository.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(await buildPackage(process.argv[2] ?? '7.0.4'));
