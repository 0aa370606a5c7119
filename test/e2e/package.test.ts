import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { must } from '../lab/shell.ts';
import { ensureImages } from '../lab/image.ts';
import { startEmpty, type EmptyContainer } from './support/empty-container.ts';
import { expectCompletion, expectManual, expectRehearsal } from './support/newcomer.ts';

const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'quorate-package-'));
/** Directory of this machine's npm, for a container that has no npm. */
const npm = dirname(
  dirname(realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim())),
);

const pack = async (): Promise<string> => {
  const json = await must(['npm', 'pack', '--silent', '--json', '--pack-destination', folder]);
  return (JSON.parse(json) as { integrity: string }[])[0]?.integrity ?? '';
};

describe('the package of npm, in a container that has Node and nothing of the repository', () => {
  let digests: readonly string[];
  let container: EmptyContainer;

  beforeAll(async () => {
    await ensureImages({ yes: true, say: console.info });
    digests = [await pack(), await pack()];
    const file = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    // The container needs no network: it installs from the cache that an install on this machine leaves.
    const cache = join(folder, 'cache');
    const onHost = ['--prefix', join(folder, 'host'), '--cache', cache, join(folder, file)];
    await must(['npm', 'install', '--silent', '--global', ...onHost]);
    const mounts = [`${process.execPath}:/usr/local/bin/node`, `${npm}:/opt/npm`];
    container = await startEmpty('pkg-npm', folder, mounts);
    const install = `cp -r /packages/cache /tmp/cache && node /opt/npm/bin/npm-cli.js install --offline --cache /tmp/cache --global --prefix /usr/local /packages/${file}`;
    await container.root(install);
  }, 5 * MINUTE);

  afterAll(async () => {
    await container.remove();
    rmSync(folder, { recursive: true });
  });

  test('is the same, byte by byte, if it is packed twice', () => {
    expect(digests[0]).toMatch(/^sha512-/);
    expect(digests[1]).toBe(digests[0]);
  });

  test('prints its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await container.newcomer('quorate --version')).toContain(version);
  });

  test('takes a newcomer from nothing to a rehearsed deploy', () => expectRehearsal(container), MINUTE);

  test('has the manual page, and completes commands, playbooks and hosts in bash', async () => {
    await expectManual(container, '/usr/local/share/man');
    await expectCompletion(container, 'source <(quorate completion bash)');
  });

  test('contains the license and every page that the program names', async () => {
    const root = '/usr/local/lib/node_modules/quorate';
    const grep = `grep -rhoE 'docs/[a-z0-9/-]+[.]md' ${root}/dist | sort -u`;
    const pages = (await container.newcomer(grep)).split('\n').filter(Boolean);
    expect(pages.length).toBeGreaterThan(2);
    const files = [...pages, 'LICENSE', 'schema/inventory.schema.json', 'playbooks/deploy.yaml'];
    expect(await container.newcomer(`cd ${root} && ls ${files.join(' ')} 2>&1 >/dev/null`)).toBe('');
  });

  test('runs no script while it is installed', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    const hooks = ['prepare', 'preinstall', 'install', 'postinstall'];
    expect(Object.keys(scripts).filter((name) => hooks.includes(name))).toEqual([]);
  });
});
