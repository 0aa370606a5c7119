import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineOptions, install } from './engine.ts';
import { everyHost } from './hosts.ts';
import { paths } from './paths.ts';
import { LabError, lastLines, must, run } from './shell.ts';

const base = 'debian:bookworm-slim';
const hostImage = 'quorate-lab-host';
const inputsLabel = 'quorate.lab.inputs';
export const stateImage = (host: string, state: string): string => `quorate-lab-${host}:${state}`;

/** Builds the image of a bare host, unless the one at hand was built from the same inputs. */
export async function ensureImages(options: EngineOptions): Promise<void> {
  const inputs = inputsDigest();
  if ((await imageLabel(hostImage, inputsLabel)) !== inputs) {
    if ((await run(['docker', 'image', 'inspect', base])).code !== 0) await makeBase(options);
    options.say(`building the host image (about 40 s; output in ${paths.buildLog}) …`);
    mkdirSync(paths.lab, { recursive: true, mode: 0o700 });
    await build(['--label', `${inputsLabel}=${inputs}`, '--tag', hostImage, paths.image], options);
  }
  const images = await labImages();
  const built = images.get(`${hostImage}:latest`);
  const stale = everyHost.map((h) => stateImage(h.name, 'bare')).filter((bare) => images.get(bare) !== built);
  await Promise.all(stale.map((bare) => must(['docker', 'tag', hostImage, bare])));
}

/** The lab's images by name. */
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

/** Tried twice: most of it is fetching packages, and a network may stumble. */
async function build(words: readonly string[], { say }: EngineOptions): Promise<void> {
  const argv = ['docker', 'build', ...(await proxyArguments()), ...words];
  if ((await run(argv, { log: paths.buildLog })).code === 0) return;
  say('that failed; once more …');
  if ((await run(argv, { log: paths.buildLog })).code === 0) return;
  const tail = lastLines(readFileSync(paths.buildLog, 'utf8'));
  throw new LabError(`the host image could not be built. The end of ${paths.buildLog}:\n${tail}`);
}

/** A label of an image; undefined without such an image. */
export async function imageLabel(image: string, name: string): Promise<string | undefined> {
  const format = `{{index .Config.Labels "${name}"}}`;
  const { code, stdout } = await run(['docker', 'image', 'inspect', '--format', format, image]);
  return code === 0 ? stdout.trim() : undefined;
}

function inputsDigest(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(paths.image).sort())
    hash.update(`${name}\0`).update(readFileSync(join(paths.image, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Pulled where a registry answers, else made from the distribution's own packages. */
async function makeBase(options: EngineOptions): Promise<void> {
  options.say(`fetching ${base} …`);
  if ((await run(['docker', 'pull', '--quiet', base], { timeoutMs: 60_000 })).code === 0) return;
  if ((await run(['sh', '-c', 'command -v debootstrap'])).code !== 0) await install(['debootstrap'], options);
  if (process.getuid?.() !== 0)
    throw new LabError(
      `${base} cannot be pulled, and making it with debootstrap needs root: run this once as root`,
    );
  options.say('no registry answers: making it with debootstrap (about 35 s) …');
  const directory = mkdtempSync(join(tmpdir(), 'quorate-lab-base-'));
  try {
    await must(['debootstrap', '--variant=minbase', '--include=ca-certificates', 'bookworm', directory], {
      log: paths.buildLog,
    });
    await must(['sh', '-c', 'tar -C "$1" -c . | docker import - "$2"', 'sh', directory, base]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A machine that reaches its packages through a proxy has to tell the build so. Docker knows these names itself. */
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
