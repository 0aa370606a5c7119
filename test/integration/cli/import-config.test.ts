import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { ed25519Pair } from '../../lab/ed25519.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';

jest.setTimeout(180_000);

const RPM = 'cloudify-manager-install-5.1.1-ga.el7.x86_64.rpm';
/** The keys of a file as cfy_cluster_manager 1.0 and 1.1 generate it, with the values of a machine. */
const machine = (name: string, last: number, more = ''): string =>
  `    ${name}:
      private_ip: '192.0.2.${last}'
      public_ip: '203.0.113.${last}'
      hostname: ''
      cert_path: ''
      key_path: ''
      config_path: '${more}'
`;
const nine = (head: string, tail = ''): string =>
  `ssh_user: 'centos'
ssh_key_path: '~/key.pem'
cloudify_license_path: '~/license.yaml'
${head}
ldap:
  server: ''
  domain: ''
  is_active_directory: true
  ca_cert: ''
  username: ''
  password: ''
  dn_extra: ''
ca_cert_path: ''
load_balancer_ip: ''
existing_vms:
${machine('manager-1', 1)}${machine('manager-2', 2)}${machine('manager-3', 3)}
${machine('postgresql-1', 11)}${machine('postgresql-3', 13)}${machine('postgresql-2', 12)}
${machine('rabbitmq-1', 21)}${machine('rabbitmq-2', 22)}${machine('rabbitmq-3', 23)}
credentials:
  manager:
    admin_username: 'admin'
    admin_password: 'admin-word-1'
  postgresql:
    postgres_password: ''
    cluster:
      etcd: { cluster_token: '', root_password: '', patroni_password: '' }
      patroni: { rest_password: '' }
      postgres: { replicator_password: '00123' }
  rabbitmq: { username: 'queue', password: '', erlang_cookie: '' }
  prometheus: { username: '', password: '' }
${tail}`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-import-'));
  writeFileSync(join(folder, 'key.pem'), ed25519Pair('key').private, { mode: 0o600 });
  writeFileSync(join(folder, 'license.yaml'), 'license: {}');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function quorate(...argv: readonly string[]) {
  const fake = fakeEdges({ env: { USER: 'operator', HOME: folder }, clock: systemClock });
  const code = await main(argv, fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

function importing(name: string, text: string) {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, text);
  return quorate('import', file, join(folder, name));
}

describe('import of a file with nine machines', () => {
  let made: Awaited<ReturnType<typeof importing>>;
  const inventory = () => readFileSync(join(folder, 'nine/inventory.yaml'), 'utf8');
  beforeAll(async () => {
    made = await importing('nine', nine(`manager_rpm_path: 'http://example.com/${RPM}'`));
  });

  test('writes hosts by role, in the order of their numbers, with addresses', () => {
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(inventory()).toMatch(
      /databases:\n {2}hosts:\n {4}- \{ name: postgresql-1, address: 192.0.2.11, public_ip: 203.0.113.11 \}\n.*postgresql-2.*\n.*postgresql-3/,
    );
    expect(inventory()).toMatch(/managers:\n {2}hosts:\n {4}- \{ name: manager-1, /);
  });

  test('writes release, account, key, administrator and broker user', () => {
    for (const line of ['version: 5.1.1', 'user: centos', 'identity: ~/key.pem', 'admin_user: admin'])
      expect(inventory()).toContain(`  ${line}\n`);
    expect(inventory()).toMatch(/brokers:\n {2}user: queue\n {2}hosts:/);
    expect(inventory()).toContain('# Created by quorate import.');
  });

  test('encrypts the given passwords as typed, and generates the others', async () => {
    expect(inventory()).not.toMatch(/admin-word-1|00123/);
    expect(made.stdout).not.toMatch(/admin-word-1|00123/);
    const path = join(folder, 'nine/inventory.yaml');
    const checked = await quorate('validate', path);
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.stdout).toContain('valid: cluster nine, 9 hosts');
    expect(statSync(join(folder, 'nine/secrets.age')).mode & 0o777).toBe(0o600);
    const listed = await quorate('secrets', 'list', path);
    expect(listed.stdout).toContain('manager_admin_password');
  });

  test('prints what was not carried over, in lines of at most 80 columns', () => {
    expect(made.stdout.replace(/\n +/g, ' ')).toContain(
      `download http://example.com/${RPM}, and name the file`,
    );
    expect(made.stdout.replace(/\n +/g, ' ')).toContain('hostname of manager-1, manager-2');
    expect(made.stdout).not.toContain('ldap');
    expect(made.stdout).toMatch(/Next: quorate validate \S+nine\/inventory.yaml/);
    expect(made.stdout.split('\n').filter((line) => line.length > 80 && line.includes(' - '))).toEqual([]);
  });

  test('prints JSON, and with --dry-run writes nothing', async () => {
    const words = ['import', join(folder, 'nine.yaml'), join(folder, 'json')];
    const shown = await quorate(...words, '--dry-run');
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining('name: postgresql-1')]);
    expect(shown.stdout).toContain('Nothing was written');
    expect(existsSync(join(folder, 'json'))).toBe(false);
    const { code, stdout } = await quorate(...words, '--output', 'json');
    const inventory = join(folder, 'json/inventory.yaml');
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({
        inventory,
        hosts: 9,
        notCarriedOver: expect.arrayContaining([expect.any(String)]),
      }),
    ]);
    const failed = await quorate(...words, '--output', 'json');
    expect([failed.code, Object.keys(JSON.parse(failed.stdout) as object)]).toEqual([2, ['v', 'problems']]);
  });

  test('overwrites nothing', async () => {
    const again = await quorate('import', join(folder, 'nine.yaml'), join(folder, 'nine'));
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('inventory.yaml already exist');
  });
});

test('an external database and a load balancer are sections without hosts', async () => {
  const config = nine(
    `manager_rpm_download_link: 'packages/${RPM}'`,
    `external_db_configuration:
  host: 'db.example.com'
  ca_path: 'db-ca.crt'
  server_db_name: 'postgres'
  server_username: 'root@db'
  server_password: 'hidden-1'
  cloudify_db_name: cloudify_db
  cloudify_username: 'cloudify@db'
  cloudify_password: 'hidden-2'
`,
  )
    .replace(/ {4}postgresql-[^]*?(?=\n {4}rabbitmq-1)/, '')
    .replace("load_balancer_ip: ''", "load_balancer_ip: '192.0.2.50'");
  const made = await importing('external', config);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const inventory = readFileSync(join(folder, 'external/inventory.yaml'), 'utf8');
  expect(inventory).toMatch(
    /databases:\n {2}external:\n {4}address: db.example.com\n {4}ca: \/.*\/db-ca.crt\n/,
  );
  expect(inventory).toMatch(/user: root@db\n {4}database: postgres\n {4}cloudify_user: cloudify@db\n/);
  expect(inventory).toMatch(/load_balancers:\n {2}external:\n {4}address: 192.0.2.50/);
  expect(inventory).toMatch(new RegExp(`package: /.*/packages/${RPM}`));
  expect(inventory + made.stdout).not.toContain('hidden');
});

test('names the settings without a counterpart', async () => {
  const config = nine(`manager_rpm_path: '${RPM}'\nssh_password: 'hidden'`)
    .replace("server: ''", "server: 'ldap://192.0.2.45:389'")
    .replace("prometheus: { username: ''", "prometheus: { username: 'watcher'")
    .replace(machine('manager-2', 2), machine('manager-2', 2, 'own.yaml'))
    .concat('new_key: 1\n');
  const made = await importing('lost', config);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  for (const part of [
    'ldap.server: set them in managers.config',
    'existing_vms.manager-2.config_path: set what differs',
    'credentials.prometheus.username: Quorate uses a name of its own',
    'new_key: Quorate has no counterpart',
    'ssh_password: set the environment variable SSH_PASSWORD',
  ])
    expect(made.stdout.replace(/\n +/g, ' ')).toContain(part);
  expect(readFileSync(join(folder, 'lost/inventory.yaml'), 'utf8')).toContain(
    'password:\n    env: SSH_PASSWORD',
  );
});

test.each([
  [
    'all at once: machines without an address, and an unknown release',
    nine('manager_rpm_path: x.rpm').replace(/private_ip: '192.0.2.[12]'/g, "private_ip: ''"),
    ['manager-1 has no address', 'manager-2 has no address', 'the release of Cloudify is unknown'],
  ],
  [
    'three machines with all services',
    'existing_vms:\n  node-1: { private_ip: 192.0.2.1 }\n  node-2: { private_ip: 192.0.2.2 }\n',
    ['node-1, node-2: each machine carries all services'],
  ],
  [
    'a machine of an unknown service',
    nine(`manager_rpm_path: ${RPM}`).replace('manager-2:', 'frontend-2:'),
    ['frontend-2: the service of this machine is unknown'],
  ],
  ['another file', 'name: x\n', ['it has no existing_vms']],
  ['a syntax error', 'existing_vms:\n  node-1: [\n', [':']],
])('refuses %s', async (name, text, parts) => {
  const made = await importing(`bad ${name}`.replace(/\W+/g, '-'), text);
  expect(made.code).toBe(2);
  for (const part of parts) expect(made.stderr.replace(/\n +/g, ' ')).toContain(part);
});

test('names every certificate that cannot be read, and copies nothing', async () => {
  const text = nine(`manager_rpm_path: ${RPM}`)
    .replace("ca_cert_path: ''", "ca_cert_path: '/nonexistent/ca.crt'")
    .replace("cert_path: ''\n", "cert_path: '/nonexistent/m1.crt'\n");
  const made = await importing('unreadable', text);
  expect(made.code).toBe(2);
  expect(made.stderr).toContain('/nonexistent/ca.crt');
  expect(() => statSync(join(folder, 'unreadable'))).toThrow();
});
