import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AbsolutePath, HostName } from '../../src/model/names.ts';
import { CONVERT_FORMAT_1 } from '../../src/model/stored-formats.ts';
import type { Holder } from '../../src/model/stored-formats.ts';
import { filesUnder, textFile } from '../../src/simulate/world/files.ts';
import type { SimulatedTransport } from '../../src/simulate/transport.ts';

const FIXTURES = join(import.meta.dirname, '..', 'unit', 'stored-formats', 'format-1');
const STATE: AbsolutePath = '/var/lib/quorate';

/** The text of files by their paths on a host. */
export type HostFiles = Readonly<Record<AbsolutePath, string>>;

/** A fixture that the program wrote in format 1. */
export function format1File(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8');
}

export function oneHost(): HostFiles {
  return JSON.parse(format1File('hosts/one-host.json')) as HostFiles;
}

export function hostsOf(name: 'deployed' | 'killed'): Readonly<Record<HostName, HostFiles>> {
  return JSON.parse(format1File(`hosts/${name}.json`)) as Readonly<Record<HostName, HostFiles>>;
}

/** Replaces everything that Quorate stored on the simulated hosts of a fixture. */
export function putFormat1({ world }: SimulatedTransport, name: 'deployed' | 'killed'): void {
  for (const [host, files] of Object.entries(hostsOf(name))) {
    const { locks } = world.host(host);
    replaceState(world.host(host).files, files);
    const lock = files['/run/quorate/demo/lock'];
    if (lock === undefined) continue;
    const [first = '', json = ''] = lock.split('\n');
    const [format, , acquiredAt] = first.split(' ').map(Number);
    const holder = JSON.parse(json) as Holder;
    locks.set('demo', { holder, acquiredAt: acquiredAt ?? 0, renewedAt: world.now(), format: format ?? 0 });
  }
}

type Files = Parameters<typeof filesUnder>[0];

function replaceState(files: Files, texts: HostFiles): void {
  for (const path of filesUnder(files, STATE)) if (!path.includes('/packages/')) files.delete(path);
  for (const [path, text] of Object.entries(texts))
    if (path.startsWith(STATE))
      files.set(path as AbsolutePath, textFile(text, { mode: 0o600, owner: 'root:root', mtime: 0 }));
}

/** Files that Quorate stored on a simulated host, without packages and logs. */
export function stateOf(files: Files): HostFiles {
  const paths = filesUnder(files, STATE).filter((path) => !/\/packages\/|\/log$/.test(path));
  return Object.fromEntries(paths.sort().map((path) => [path, files.get(path)?.content ?? '']));
}

/** Rewrites the state of every simulated host as the program stored it in format 1. */
export function downgradeToFormat1({ world }: SimulatedTransport): void {
  for (const { files } of world.hosts.values()) {
    const texts = Object.entries(stateOf(files)).map(([path, text]) => [
      path
        .replace('/receipts/bootstrapped/', '/receipts/founded/')
        .replace('/receipts/observed/', '/receipts/found/'),
      text.replaceAll('{"v":2,', '{"v":1,').replaceAll('"started"', '"begun"').replace(/^2 /, '1 '),
    ]);
    replaceState(files, Object.fromEntries(texts) as HostFiles);
  }
}

/** Runs the commands that the program prints for a host of format 1, on copies of its files. */
export function convertHost(files: HostFiles): HostFiles {
  const root = mkdtempSync(join(tmpdir(), 'quorate-format-1-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const commands = CONVERT_FORMAT_1.map((line) => line.replace(`cd ${STATE}`, `cd ${root}${STATE}`));
    execFileSync('sh', ['-c', commands.join('\n')], { stdio: 'pipe' });
    return filesIn(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function filesIn(root: string): HostFiles {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(root.length), readFileSync(path, 'utf8')]));
}

/** Runs those commands on every simulated host that Quorate has changed. */
export function convertAll({ world }: SimulatedTransport): void {
  for (const { files } of world.hosts.values())
    if (filesUnder(files, STATE).length > 0) replaceState(files, convertHost(stateOf(files)));
}
