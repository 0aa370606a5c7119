import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debootstrap } from './debootstrap.ts';
import type { EngineOptions } from './engine.ts';
import { everyHost } from './hosts.ts';
import { paths } from './paths.ts';
import { LabError, lastLines, must, run } from './shell.ts';

const hostImage = 'quorate-lab-host';
const inputsLabel = 'quorate.lab.inputs';
export const stateImage = (host: string, state: string): string => `quorate-lab-${host}:${state}`;

interface HostImage {
  readonly name: string;
  /** A release of Debian, by its code name. */
  readonly suite: string;
  /** The script in the directory `image` that installs or provides the packages. */
  readonly packages: string;
}

/** Builds an image of an empty host, unless an image with the same inputs exists. */
export async function ensureImage(image: HostImage, options: EngineOptions): Promise<void> {
  const { name, suite, packages } = image;
  const inputs = inputsDigest(image);
  if ((await imageLabel(name, inputsLabel)) === inputs) return;
  const base = `debian:${suite}-slim`;
  if ((await run(['docker', 'image', 'inspect', base])).code !== 0) await makeBase(suite, options);
  options.say(`building the image ${name} (about 40 s; output in ${paths.buildLog}) …`);
  mkdirSync(paths.lab, { recursive: true, mode: 0o700 });
  const values = ['--build-arg', `BASE=${base}`, '--build-arg', `PACKAGES=${packages}`];
  await build(['--label', `${inputsLabel}=${inputs}`, '--tag', name, ...values, paths.image], options);
}

/** Builds the image of the lab's empty hosts. */
export async function ensureImages(options: EngineOptions): Promise<void> {
  await ensureImage({ name: hostImage, suite: 'bookworm', packages: 'cloudify.sh' }, options);
  const images = await labImages();
  const built = images.get(`${hostImage}:latest`);
  const stale = everyHost
    .map((h) => stateImage(h.name, 'bare'))
    .filter((image) => images.get(image) !== built);
  await Promise.all(stale.map((image) => must(['docker', 'tag', hostImage, image])));
}

/** Ids of the lab's images by name. */
export async function labImages(): Promise<ReadonlyMap<string, string>> {
  const format = '{{.Repository}}:{{.Tag}} {{.ID}}';
  const list = await must([
    'docker',
    'image',
    'ls',
    '--no-trunc',
    '--format',
    format,
    '--filter',
    'reference=quorate-lab-*',
  ]);
  return new Map(list.split('\n').map((line) => line.split(' ') as [string, string]));
}

/**
 * Runs docker build. Tries twice, because most of the build downloads packages and the network may fail for a moment.
 */
async function build(args: readonly string[], { say }: EngineOptions): Promise<void> {
  const argv = ['docker', 'build', ...(await proxyArguments()), ...args];
  if ((await run(argv, { log: paths.buildLog })).code === 0) return;
  say('build failed; retrying …');
  if ((await run(argv, { log: paths.buildLog })).code === 0) return;
  const tail = lastLines(readFileSync(paths.buildLog, 'utf8'));
  throw new LabError(`the host image could not be built. The end of ${paths.buildLog}:\n${tail}`);
}

/** Value of an image's label, or undefined if the image does not exist. */
export async function imageLabel(image: string, name: string): Promise<string | undefined> {
  const format = `{{index .Config.Labels "${name}"}}`;
  const { code, stdout } = await run(['docker', 'image', 'inspect', '--format', format, image]);
  return code === 0 ? stdout.trim() : undefined;
}

function inputsDigest({ suite, packages }: HostImage): string {
  const hash = createHash('sha256').update(suite);
  for (const name of ['Dockerfile', packages, 'host.sh', 'start.sh'])
    hash.update(`${name}\0`).update(readFileSync(join(paths.image, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Pulls a base image. If no registry responds, creates it from the distribution's packages. */
async function makeBase(suite: string, options: EngineOptions): Promise<void> {
  const base = `debian:${suite}-slim`;
  options.say(`fetching ${base} …`);
  if ((await run(['docker', 'pull', '--quiet', base], { timeoutMs: 60_000 })).code === 0) return;
  options.say('no registry responds; creating it with debootstrap (about 35 s) …');
  const directory = mkdtempSync(join(tmpdir(), 'quorate-lab-base-'));
  try {
    await debootstrap({ suite, include: 'ca-certificates', directory }, options);
    await must(['sh', '-c', 'tar -C "$1" -c . | docker import - "$2"', 'sh', directory, base]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Build arguments for the proxies of this machine. Docker accepts these names without declarations. */
async function proxyArguments(): Promise<readonly string[]> {
  const names = ['http_proxy', 'https_proxy', 'no_proxy'];
  const values = new Map(names.map((name) => [name, process.env[name] ?? process.env[name.toUpperCase()]]));
  values.set('http_proxy', values.get('http_proxy') ?? (await aptProxy()));
  const given = [...values].filter((pair): pair is [string, string] => Boolean(pair[1]));
  const loopback = given.some(([name, value]) => name !== 'no_proxy' && /\/\/(localhost|127\.)/.test(value));
  return [
    ...given.flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...(loopback ? ['--network', 'host'] : []),
  ];
}

async function aptProxy(): Promise<string | undefined> {
  const { code, stdout } = await run(['apt-config', 'dump', '--format', '%v', 'Acquire::http::Proxy']);
  return code === 0 && stdout.trim() !== '' && stdout.trim() !== 'DIRECT' ? stdout.trim() : undefined;
}
