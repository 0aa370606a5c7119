import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';

jest.setTimeout(180_000);

const HOSTS = [
  '--databases=10.0.0.11,10.0.0.12,10.0.0.13',
  '--brokers',
  'mq1=10.0.0.21, mq2=10.0.0.22,10.0.0.23',
  '--managers=10.0.0.31,10.0.0.32',
];

let folder = '';
let directory = '';
async function makeFolder(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'quorate-init-'));
  directory = join(folder, 'production');
}
const removeFolder = () => rm(folder, { recursive: true });

async function quorate(...argv: readonly string[]) {
  const fake = fakeEdges({ env: { USER: 'operator' }, clock: systemClock });
  const code = await main(argv, fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const text = (name: string) => readFileSync(join(directory, name), 'utf8');
const all = (): string[] => readdirSync(directory, { recursive: true }).map(String);

describe('init', () => {
  let made: Awaited<ReturnType<typeof quorate>>;
  beforeAll(async () => {
    await makeFolder();
    const license = join(folder, 'license.yaml');
    await writeFile(license, 'license: {}');
    const product = ['--version=7.0.2', '--license', license];
    made = await quorate('init', directory, ...HOSTS, '--user', 'root', ...product);
  });
  afterAll(removeFolder);

  test('makes what validates without a warning', async () => {
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain(`Next: quorate trust ${directory}/inventory.yaml`);
    const validated = await quorate('validate', join(directory, 'inventory.yaml'));
    expect(validated).toMatchObject({ code: 0, stderr: '' });
    expect(validated.stdout).toContain('valid: cluster production, 8 hosts');
    expect(validated.stdout).not.toContain('warning');
  });

  test('prints and writes lines of at most 80 columns', () => {
    const lines = [...made.stdout.split('\n'), ...text('inventory.yaml').split('\n').slice(1)];
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('makes nothing that others can read', () => {
    for (const name of ['.', ...all()]) {
      const found = statSync(join(directory, name));
      expect([name, found.mode & 0o777]).toEqual([name, found.isDirectory() ? 0o700 : 0o600]);
    }
    expect(readdirSync(folder).sort()).toEqual(['license.yaml', 'production']);
  });

  test('writes the names and addresses that were given', () => {
    expect(parse(text('inventory.yaml'))).toEqual({
      name: 'production',
      cloudify: { version: '7.0.2', license: join(folder, 'license.yaml') },
      ssh: { user: 'root' },
      tls: { directory: 'certificates' },
      secrets: { file: 'secrets.age', identity: 'identity.txt' },
      databases: {
        hosts: [
          { name: 'db1', address: '10.0.0.11' },
          { name: 'db2', address: '10.0.0.12' },
          { name: 'db3', address: '10.0.0.13' },
        ],
      },
      brokers: {
        hosts: [
          { name: 'mq1', address: '10.0.0.21' },
          { name: 'mq2', address: '10.0.0.22' },
          { name: 'rabbit3', address: '10.0.0.23' },
        ],
      },
      managers: {
        hosts: [
          { name: 'manager1', address: '10.0.0.31' },
          { name: 'manager2', address: '10.0.0.32' },
        ],
      },
    });
  });

  test('comments the inventory, for people and for editors', () => {
    const schema = /^# yaml-language-server: \$schema=(.*)$/m.exec(text('inventory.yaml'))?.[1] ?? '';
    expect(text(schema)).toBe(readFileSync('schema/inventory.schema.json', 'utf8'));
    expect(text('inventory.yaml').match(/^ *#/gm)?.length).toBeGreaterThan(8);
  });

  test('encrypts passwords and the CA’s key, and keeps private keys out of repositories', () => {
    expect(text('secrets.age')).toMatch(/^-----BEGIN AGE/);
    expect(text('certificates/ca.key.age')).toMatch(/^-----BEGIN AGE/);
    execFileSync('git', ['init', '-q', directory]);
    execFileSync('git', ['-C', directory, 'add', '.']);
    const tracked = execFileSync('git', ['-C', directory, 'ls-files'], { encoding: 'utf8' });
    expect(tracked.split('\n').filter((name) => /identity|\.key$/.test(name))).toEqual([]);
    expect(tracked).toContain('secrets.age');
  });

  test('leaves issue nothing to add, and a CA that can be opened', async () => {
    const path = join(directory, 'inventory.yaml');
    expect((await quorate('certificates', 'issue', path)).stdout).toMatch(/0 certificates issued, 8 kept/);
    expect(await quorate('certificates', 'issue', path, '--renew')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('init never overwrites', () => {
  beforeEach(makeFolder);
  beforeEach(() => mkdir(directory));
  afterEach(removeFolder);

  test.each(['inventory.yaml', 'secrets.age', 'identity.txt', 'certificates'])('%s', async (name) => {
    await writeFile(join(directory, name), 'mine');
    const { code, stderr } = await quorate('init', directory, ...HOSTS);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${name} already exists`)]);
    expect([text(name), all()]).toEqual(['mine', [name]]);
  });

  test('--force requires --yes without a terminal', async () => {
    await writeFile(join(directory, 'inventory.yaml'), 'mine');
    const { code, stderr } = await quorate('init', directory, ...HOSTS, '--force');
    expect([code, stderr]).toEqual([2, expect.stringContaining('run the same command again with --yes')]);
    expect(text('inventory.yaml')).toBe('mine');
  });

  test('--force --yes moves existing files, which may be the secrets of a running cluster', async () => {
    await writeFile(join(directory, 'secrets.age'), 'mine');
    const { code, stdout } = await quorate('init', directory, ...HOSTS, '--force', '--yes');
    expect(code).toBe(0);
    const aside = readdirSync(directory).find((name) => name.startsWith('replaced-')) ?? '';
    expect(text(join(aside, 'secrets.age'))).toBe('mine');
    expect(stdout).toContain(`Existing files were moved to ${join(directory, aside)}.`);
  });

  test('keeps an existing .gitignore and other files', async () => {
    await writeFile(join(directory, '.gitignore'), 'mine');
    expect((await quorate('init', directory, ...HOSTS)).code).toBe(0);
    expect(text('.gitignore')).toBe('mine');
  });
});

describe('init reports problems and creates nothing:', () => {
  beforeEach(makeFolder);
  afterEach(async () => {
    expect(readdirSync(folder)).toEqual([]);
    await removeFolder();
  });

  test('missing roles', async () => {
    const { code, stderr } = await quorate('init', directory, '--databases=10.0.0.11');
    expect([code, stderr]).toEqual([
      2,
      `missing brokers
  next: specify --brokers 10.0.0.21,10.0.0.22,10.0.0.23 (or name=address)

missing managers
  next: specify --managers 10.0.0.31,10.0.0.32,10.0.0.33 (or name=address)
`,
    ]);
  });

  test('a range of addresses', async () => {
    const { code, stderr } = await quorate('init', directory, ...HOSTS, '--load-balancers=10.0.0.41-42');
    expect([code, stderr]).toEqual([
      2,
      `10.0.0.41-42 is a range of addresses
  next: list each address: --load-balancers 10.0.0.41,10.0.0.42
`,
    ]);
  });

  test('files that do not exist', async () => {
    const { code, stderr } = await quorate('init', directory, ...HOSTS, '--package=/no.rpm', '--license=/no');
    expect(code).toBe(2);
    expect(stderr).toContain('/no.rpm: file not found\n  next: check --package');
    expect(stderr).toContain('/no: file not found\n  next: check --license');
  });

  test('names that do not resolve to a usable address', async () => {
    const { code, stderr } = await quorate('init', directory, ...HOSTS, '--load-balancers=localhost');
    expect([code, stderr]).toEqual([
      2,
      `localhost does not resolve to an address that other hosts can use
  why:  cluster members connect to each other by IP address
  next: append the address after a slash: lb1=localhost/10.0.0.11
`,
    ]);
  });

  test('answers that make the inventory invalid', async () => {
    const { code, stderr } = await quorate('init', directory, ...HOSTS, '--load-balancers=10.0.0.31,lb_1');
    expect(code).toBe(2);
    expect(stderr).toContain('manager1 already has the address 10.0.0.31');
    expect(stderr).toContain('lb_1 is neither an IP address nor a DNS name');
  });
});
