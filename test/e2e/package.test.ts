import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { must, run, type Output } from '../lab/shell.ts';
import { ensureImages } from '../lab/image.ts';

const MINUTE = 60_000;
const CONTAINER = 'quorate-package';
const folder = mkdtempSync(join(tmpdir(), 'quorate-package-'));
/** Directory of this machine's npm, for a container that has no npm. */
const npm = dirname(
  dirname(realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim())),
);

const pack = async (): Promise<string> => {
  const json = await must(['npm', 'pack', '--silent', '--json', '--pack-destination', folder]);
  return (JSON.parse(json) as { integrity: string }[])[0]?.integrity ?? '';
};

/** Runs a command line in the container, as an account that is not root. */
const asNewcomer = (line: string): Promise<Output> =>
  run(['docker', 'exec', '--user', 'newcomer', '--workdir', '/home/newcomer', CONTAINER, 'bash', '-c', line]);

const INIT =
  'quorate init production --databases 10.20.0.11,10.20.0.12,10.20.0.13 ' +
  '--brokers 10.20.0.21,10.20.0.22,10.20.0.23 --managers 10.20.0.31,10.20.0.32,10.20.0.33 ' +
  '--load-balancers 10.20.0.41';

describe('the package of npm, in a container that has Node and nothing of the repository', () => {
  let digests: readonly string[];

  beforeAll(async () => {
    await ensureImages({ yes: true, say: console.info });
    digests = [await pack(), await pack()];
    const file = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    const mounts = [`${process.execPath}:/usr/local/bin/node`, `${npm}:/opt/npm`, `${folder}:/package`];
    const volumes = mounts.flatMap((mount) => ['--volume', `${mount}:ro`]);
    // The container needs no network: it installs from the cache that an install on this machine leaves.
    const cache = join(folder, 'cache');
    const onHost = ['--prefix', join(folder, 'host'), '--cache', cache, join(folder, file)];
    await must(['npm', 'install', '--silent', '--global', ...onHost]);
    await run(['docker', 'rm', '--force', CONTAINER]);
    const image = 'debian:bookworm-slim';
    await must([
      ...['docker', 'run', '--detach', '--name', CONTAINER, '--network', 'none', ...volumes],
      ...[image, 'sleep', 'infinity'],
    ]);
    await must(['docker', 'exec', CONTAINER, 'useradd', '--create-home', '--shell', '/bin/bash', 'newcomer']);
    const install = `cp -r /package/cache /tmp/cache && node /opt/npm/bin/npm-cli.js install --offline --cache /tmp/cache --global --prefix /usr/local /package/${file}`;
    await must(['docker', 'exec', CONTAINER, 'bash', '-c', install]);
  }, 5 * MINUTE);

  afterAll(async () => {
    await run(['docker', 'rm', '--force', CONTAINER]);
    rmSync(folder, { recursive: true });
  });

  test('is the same, byte by byte, if it is packed twice', () => {
    expect(digests[0]).toMatch(/^sha512-/);
    expect(digests[1]).toBe(digests[0]);
  });

  test('prints its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await asNewcomer('quorate --version')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(version),
    });
  });

  test(
    'takes a newcomer from nothing to a rehearsed deploy',
    async () => {
      expect(await asNewcomer(INIT)).toMatchObject({ code: 0, stderr: '' });
      expect(await asNewcomer('quorate validate production/inventory.yaml')).toMatchObject({ code: 0 });
      const rehearsed = await asNewcomer('quorate rehearse production/inventory.yaml');
      expect(rehearsed).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('phase load-balancers: done'),
      });
      expect(await asNewcomer('ls production/inventory.schema.json')).toMatchObject({ code: 0 });
    },
    MINUTE,
  );

  test('contains the license and every page that the program names', async () => {
    const root = '/usr/local/lib/node_modules/quorate';
    const grep = `grep -rhoE 'docs/[a-z0-9/-]+[.]md' ${root}/dist | sort -u`;
    const pages = (await asNewcomer(grep)).stdout.split('\n').filter(Boolean);
    expect(pages.length).toBeGreaterThan(2);
    const files = [...pages, 'LICENSE', 'schema/inventory.schema.json', 'playbooks/deploy.yaml'];
    const missing = await asNewcomer(`cd ${root} && ls ${files.join(' ')} 2>&1 >/dev/null`);
    expect(missing).toMatchObject({ code: 0, stdout: '' });
  });

  test('runs no script while it is installed', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    const hooks = ['prepare', 'preinstall', 'install', 'postinstall'];
    expect(Object.keys(scripts).filter((name) => hooks.includes(name))).toEqual([]);
  });
});
