// A repository: cspell:ignore pgdg
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readInventory } from '../../../src/inventory/read.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { PackageSource } from '../../../src/model/host/package-source.ts';
import { allPackages } from '../../../src/platforms/native/packages.ts';
import { packageSourceFiles, packageUploads } from '../../../src/platforms/native/config/package-source.ts';
import { buildPlan } from '../../../src/plan/build/build-plan.ts';
import { Stage } from '../../support/simulated.ts';
import { materialFor, playbookNamed } from '../../unit/plan/shipped.ts';
import { cluster, shared } from '../../unit/platforms/native/fixture.ts';

const REPOSITORY = {
  kind: 'repository',
  url: 'https://apt.example.com/pgdg',
  suite: 'bookworm-pgdg',
  components: ['main'],
  packages: ['pgbackrest'],
} as const;

const from = (source: PackageSource, of: Cluster = cluster): Cluster => ({
  ...of,
  native: { ...of.native!, packages: source },
});

function withFiles(of: Cluster, ...files: readonly string[]) {
  const packageFiles = files.map((name, index) => ({
    path: `/work/packages/${name}`,
    sha256: String(index).repeat(8),
    size: 1000,
  }));
  return { ...materialFor(of), repositoryKey: 'KEY\n', packageFiles };
}

const textOf = (of: Cluster, material: ReturnType<typeof withFiles>) =>
  Object.fromEntries(packageSourceFiles(of, material).map(({ path, text }) => [path, text]));

describe('the files of a source of packages', () => {
  test('a repository has its own key, and only named packages come from it', () => {
    const files = textOf(from(REPOSITORY), withFiles(cluster));
    expect(Object.keys(files)).toEqual([
      '/etc/apt/keyrings/quorate.asc',
      '/etc/apt/sources.list.d/quorate.sources',
      '/etc/apt/preferences.d/quorate',
    ]);
    const source = files['/etc/apt/sources.list.d/quorate.sources'];
    expect(source).toContain('URIs: https://apt.example.com/pgdg\nSuites: bookworm-pgdg\nComponents: main\n');
    expect(source).toContain('Signed-By: /etc/apt/keyrings/quorate.asc\n');
    const pins = files['/etc/apt/preferences.d/quorate'] ?? '';
    expect(pins).toContain('Package: *\nPin: origin "apt.example.com"\nPin-Priority: -1\n');
    expect(/^Package: (.*patroni.*)$/m.exec(pins)?.[1]?.split(' ')).toEqual(
      expect.arrayContaining(['postgresql-15', 'rabbitmq-server', 'haproxy', 'libpq5', 'pgbackrest']),
    );
  });

  test('an origin tells the repository from the other ones on its server', () => {
    const files = textOf(from({ ...REPOSITORY, origin: 'apt.postgresql.org' }), withFiles(cluster));
    const pins = files['/etc/apt/preferences.d/quorate'] ?? '';
    expect(pins.match(/^Pin: .*$/gm)).toEqual(Array(2).fill('Pin: release o=apt.postgresql.org'));
  });

  test('a directory is trusted by its path only, and its list of digests names every file', () => {
    const material = withFiles(cluster, 'erlang-base_1%3a25.2_amd64.deb', 'patroni_3.0.2-1_all.deb');
    const files = textOf(from({ kind: 'directory' }), material);
    expect(files['/var/cache/quorate/packages/quorate.sources']).toContain(
      'URIs: file:/var/cache/quorate/packages\nSuites: ./\nTrusted: yes\n',
    );
    expect(files['/var/cache/quorate/packages/SHA256SUMS']).toBe(
      '00000000  erlang-base_1_3a25.2_amd64.deb\n11111111  patroni_3.0.2-1_all.deb\n',
    );
    expect(packageUploads(material)[0]?.path).toBe(
      '/var/cache/quorate/packages/erlang-base_1_3a25.2_amd64.deb',
    );
  });
});

const debs = (of: Cluster) => allPackages(of).map((name) => `${name}_9.9.1-1_amd64.deb`);

describe.each([
  ['ten hosts', cluster],
  ['three machines', shared],
])('a deploy of %s', (_, of) => {
  test('from a directory installs what was uploaded, and a second one changes nothing', async () => {
    const offline = from({ kind: 'directory' }, of);
    const material = withFiles(offline, ...debs(offline));
    const stage = new Stage({ cluster: offline, material });
    const plan = buildPlan({
      playbook: playbookNamed('deploy'),
      cluster: offline,
      change: { kind: 'deploy' },
      material,
    });
    const first = await stage.run(plan);
    expect(first.finished).toMatchObject({ outcome: 'done', problems: [] });
    const versions = ['db1', 'rabbit1', 'lb1'].flatMap((host) => [
      ...stage.world.host(host).packages.values(),
    ]);
    expect(new Set(versions)).toEqual(new Set(['9.9.1']));
    const second = await stage.run(plan);
    expect(second.finished).toMatchObject({ outcome: 'done', counts: { changed: 0 } });
  });

  test('from a directory fails without a package that it needs', async () => {
    const offline = from({ kind: 'directory' }, of);
    const material = withFiles(offline, ...debs(offline).filter((name) => !name.startsWith('patroni_')));
    const stage = new Stage({ cluster: offline, material });
    const { finished } = await stage.run(
      buildPlan({
        playbook: playbookNamed('deploy'),
        cluster: offline,
        change: { kind: 'deploy' },
        material,
      }),
    );
    expect(finished?.exitCode).toBe(4);
    expect(JSON.stringify(finished?.problems)).toContain('patroni');
  });
});

test('an extra repository offers a version that the host does not', async () => {
  const seventeen = { ...cluster, version: { ...cluster.version, text: '17', major: 17 } };
  const extra = from(REPOSITORY, seventeen);
  const material = withFiles(extra);
  const stage = new Stage({ cluster: extra, material });
  const { finished } = await stage.run(
    buildPlan({ playbook: playbookNamed('deploy'), cluster: extra, change: { kind: 'deploy' }, material }),
  );
  expect(finished).toMatchObject({ outcome: 'done', problems: [] });
  expect(stage.world.host('db1').packages.get('postgresql-17')).toBe('17.12');
});

describe('native.packages in the inventory', () => {
  const text = readFileSync('inventories/native-ten-hosts.yaml', 'utf8');
  const read = (packages: string) =>
    readInventory(text.replace('\nnative:\n', `\nnative:\n  packages: ${packages}\n`), {
      ...{ path: 'inventory.yaml', directory: '/work', home: '/root', env: {} },
    });

  test('has the defaults of a repository, and paths relative to the inventory', () => {
    const { inventory } = read('{ repository: { url: "https://a.example/d", suite: s, key: k.asc } }');
    expect(inventory?.repositoryKeyPath).toBe('/work/k.asc');
    expect(inventory?.cluster.native?.packages).toEqual({
      ...{ kind: 'repository', url: 'https://a.example/d', suite: 's', components: ['main'], packages: [] },
    });
    expect(read('{ directory: debs }').inventory).toMatchObject({ packageDirectory: '/work/debs' });
  });

  test.each([
    ['{}', 'names no source of packages'],
    [
      '{ directory: d, repository: { url: "https://a.example", suite: s, key: k } }',
      'names two sources of packages',
    ],
    ['{ repository: { url: "https://user:secret@a.example", suite: s, key: k } }', 'without a password'],
    ['{ repository: { url: "https://a.example", suite: s } }', 'key'],
  ])('%s is refused', (packages, seen) => {
    const { inventory, problems } = read(packages);
    expect(inventory).toBeUndefined();
    expect(JSON.stringify(problems)).toContain(seen);
  });
});
