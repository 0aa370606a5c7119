import type { Facts, PackageVersion } from '../../model/host/facts.ts';
import type { AbsolutePath } from '../../model/names.ts';
import { textFile } from '../world/files.ts';
import type { World } from '../world/state.ts';
import type { ProgramContext, ProgramRun, ProgramUsages } from './usage.ts';

/** Usages of the package manager. The product is installed from a file, other packages from the distribution. */
export const packageUsages: ProgramUsages = {
  questions: {},
  actions: {
    'install NAMES...': (context, { NAMES = '' }) =>
      NAMES.startsWith('/') ? installFile(context, NAMES) : installAll(context, NAMES, offeredVersion),
    'install-from DIRECTORY NAMES...': (context, { DIRECTORY = '', NAMES = '' }) =>
      installAll(context, NAMES, (host, name) => uploadedVersion(host, DIRECTORY, name)),
    'remove NAME': (context, { NAME = '' }) => remove(context, NAME),
  },
};

/** Versions in Debian 12, including the product's dependencies. Hosts of unknown systems also have them. */
const DEBIAN_12: Readonly<Record<string, string>> = {
  libc6: '2.36',
  libicu: '72.1',
  'erlang-base': '25.2.3',
  haproxy: '2.6.12',
  keepalived: '2.2.7',
  'rabbitmq-server': '3.10.8',
  'etcd-server': '3.4.23',
  'etcd-client': '3.4.23',
  patroni: '3.0.2',
  'postgresql-15': '15.18',
};

const DEBIAN_13: Readonly<Record<string, string>> = {
  libc6: '2.41',
  libicu: '76.1',
  'erlang-base': '27.3.4',
  haproxy: '3.0.11',
  keepalived: '2.3.3',
  'rabbitmq-server': '4.0.5',
  'etcd-server': '3.5.16',
  'etcd-client': '3.5.16',
  patroni: '4.0.7',
  'python3-etcd': '0.4.5',
  'postgresql-17': '17.12',
};

/** Packages of a host that has the product's package of this release. */
export function productPackages(version: string): Readonly<Record<string, string>> {
  return { 'rabbitmq-server': DEBIAN_12['rabbitmq-server'] ?? '', cloudify: version };
}

const PROGRAMS: Readonly<Record<string, readonly AbsolutePath[]>> = {
  haproxy: ['/usr/sbin/haproxy'],
  keepalived: ['/usr/sbin/keepalived'],
  cloudify: ['/usr/bin/cfy', '/usr/bin/cfy_manager'],
};

function* installFile(context: ProgramContext, path: string): ProgramRun {
  const file = context.host.files.get(path as AbsolutePath);
  if (!file) {
    context.err(`E: Unsupported file ${path} given on commandline`);
    return 100;
  }
  context.out('Reading package lists... Done');
  yield context.world.takes('read product package');
  if (context.host.diskFree === 0) return noSpace(context);
  context.out(`Unpacking ${path}`);
  yield context.world.takes('unpack product package');
  const brought = productPackages(versionOf(context.world, path));
  for (const [name, version] of Object.entries(brought)) unpack(context, name, version);
  return 0;
}

type VersionOf = (context: ProgramContext, name: string) => string | undefined;

function* installAll(context: ProgramContext, names: string, versionOf: VersionOf): ProgramRun {
  for (const name of names.split(' ')) {
    const version = context.host.packages.get(name) ?? versionOf(context, name);
    const code = yield* installNamed(context, name, version);
    if (code !== 0) return code;
  }
  return 0;
}

function* installNamed(context: ProgramContext, name: string, version: string | undefined): ProgramRun {
  if (!version) {
    context.err(`E: Unable to locate package ${name}`);
    return 100;
  }
  context.out('Reading package lists... Done');
  yield context.world.takes('install distribution package');
  if (context.host.diskFree === 0) return noSpace(context);
  context.out(`Setting up ${name} (${version}-1) ...`);
  unpack(context, name, version);
  return 0;
}

function offeredVersion(context: Pick<ProgramContext, 'world' | 'host'>, name: string): string | undefined {
  const offered = { ...(context.world.os === 'debian 13' ? DEBIAN_13 : DEBIAN_12), ...context.host.offered };
  return pinnedVersion(context, name) ?? offered[name] ?? applicationVersion(context, name);
}

/** Packages that are on every host, or that a package of the service brings. */
const BROUGHT_BY: Readonly<Record<string, string>> = { libicu: 'patroni', 'erlang-base': 'rabbitmq-server' };

/** The versions of packages, as a survey reads them. */
export function packageVersions(
  context: Pick<ProgramContext, 'world' | 'host'>,
  names: readonly string[],
): NonNullable<Facts['versions']> {
  const { packages } = context.host;
  const found = names.map((name): readonly [string, PackageVersion] => {
    const candidate = offeredVersion(context, name);
    const isInstalled = name === 'libc6' || packages.has(BROUGHT_BY[name] ?? name);
    const installed = isInstalled ? (packages.get(name) ?? candidate) : undefined;
    return [
      name,
      { ...(installed !== undefined && { installed }), ...(candidate !== undefined && { candidate }) },
    ];
  });
  return Object.fromEntries(found);
}

/** The extra repository has the packages of both systems that the host may install from it. */
function pinnedVersion({ host }: Pick<ProgramContext, 'host'>, name: string): string | undefined {
  const pins = host.files.get('/etc/apt/preferences.d/quorate')?.content ?? '';
  const isPinned = /^Package: (.*)$/m.exec(pins)?.[1]?.split(' ').includes(name) ?? false;
  return isPinned ? (DEBIAN_13[name] ?? DEBIAN_12[name]) : undefined;
}

/** The version in the name of an uploaded file that the list of digests names: `patroni_3.0.2-1_all.deb`. */
function uploadedVersion({ host }: ProgramContext, directory: string, name: string): string | undefined {
  const digests = host.files.get(`${directory}/SHA256SUMS` as AbsolutePath)?.content ?? '';
  const [, sha256, file] = new RegExp(`^(\\S+)  (${name}_.*)$`, 'm').exec(digests) ?? [];
  const uploaded = host.files.get(`${directory}/${file}` as AbsolutePath);
  return sha256 !== undefined && uploaded?.sha256 === sha256 ? /_([^_-]+)/.exec(file ?? '')?.[1] : undefined;
}

/** The operator's repository has the package of the application. */
function applicationVersion({ host }: Pick<ProgramContext, 'host'>, name: string): string | undefined {
  const dropIns = [...host.files].filter(([path]) => path.endsWith('.service.d/quorate.conf'));
  return dropIns.some(([, { content }]) => content.includes(`, package ${name}\n`)) ? '1.0' : undefined;
}

function noSpace({ err }: ProgramContext): number {
  err("E: You don't have enough free space in /var/cache/apt/archives/.");
  return 100;
}

/** Installs a package unless this version is installed. */
function unpack({ world, host }: ProgramContext, name: string, version: string): void {
  if (host.packages.get(name) === version) return;
  host.packages.set(name, version);
  const about = { mode: 0o755, owner: 'root:root', mtime: world.now() + host.clockOffsetMs };
  for (const path of PROGRAMS[name] ?? []) host.files.set(path, textFile(`${name} ${version}`, about));
  world.record({ host: host.name, kind: 'effect', what: `package ${name} installed` });
}

function* remove({ world, host }: ProgramContext, name: string): ProgramRun {
  yield world.takes('remove package');
  if (!host.packages.delete(name)) return 0;
  for (const path of PROGRAMS[name] ?? []) host.files.delete(path);
  world.record({ host: host.name, kind: 'effect', what: `package ${name} removed` });
  return 0;
}

/** Returns 7.0.4 for `cloudify-manager-install_7.0.4-1_amd64.deb`. */
function versionOf({ product }: World, path: string): string {
  return /(\d+\.\d+\.\d+(-dev)?)/.exec(path)?.[1] ?? product;
}
