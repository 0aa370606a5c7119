import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/errors.ts';
import { readInventory } from '../../../src/inventory/read.ts';
import type { Inventory } from '../../../src/inventory/inventory.ts';
import { loadMaterial, allSecrets } from '../../../src/material/load.ts';
import { SECRET_NAMES } from '../../../src/model/material.ts';
import { makeAuthority, NOW } from '../certificates/authority.ts';
import type { Authority, Issued } from '../certificates/authority.ts';

const HOSTS = {
  db1: 11,
  db2: 12,
  db3: 13,
  rabbit1: 21,
  rabbit2: 22,
  rabbit3: 23,
  manager1: 31,
  manager2: 32,
  lb1: 41,
};
type Name = keyof typeof HOSTS;

let directory = '';
let ca: Authority;
let pairs: ReadonlyMap<string, Issued>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'quorate-material-'));
  ca = await makeAuthority();
  const leaves = Object.entries(HOSTS).map(async ([name, last]) => {
    const leaf = { commonName: name, names: [name], addresses: [`10.0.0.${last}`] };
    return [name, await ca.issue(leaf)] as const;
  });
  pairs = new Map(await Promise.all(leaves));
});
beforeEach(async () => {
  await rm(directory, { recursive: true });
  await mkdir(join(directory, 'certificates'), { recursive: true });
  await write('certificates/ca.crt', ca.certificate);
  for (const [name, pair] of pairs) await writePair(name, pair);
  await write('secrets.yaml', SECRET_NAMES.map((name) => `${name}: value-of-${name}\n`).join(''));
  await write('license.yaml', 'license: {}\n');
  await write('package.deb', PACKAGE);
});
afterAll(() => rm(directory, { recursive: true }));

const PACKAGE = `!<arch>\n${'a'.repeat(3_000_000)}`;

const write = (name: string, text: string, mode = 0o600) => writeFile(join(directory, name), text, { mode });
async function writePair(name: string, { certificate, key }: Issued): Promise<void> {
  await write(`certificates/${name}.crt`, certificate, 0o644);
  await write(`certificates/${name}.key`, key);
}

function inventory(more = '', publicIp = ''): Inventory {
  const host = (name: Name) =>
    `{ name: ${name}, address: 10.0.0.${HOSTS[name]}${name === 'manager1' ? publicIp : ''} }`;
  const list = (...names: Name[]) => `{ hosts: [${names.map(host).join(', ')}] }`;
  const text = `name: test
cloudify: { version: 7.0.4, package: package.deb, license: license.yaml }
ssh: { user: root, password: login-password }
tls: { directory: certificates }
secrets: { file: secrets.yaml }
databases: ${list('db1', 'db2', 'db3')}
brokers: ${list('rabbit1', 'rabbit2', 'rabbit3')}
managers: ${list('manager1', 'manager2')}
load_balancers: ${list('lb1')}
${more}`;
  const read = readInventory(text, { path: 'inventory.yaml', directory, home: '/root', env: {} });
  if (!read.inventory) throw new Error(JSON.stringify(read.problems));
  return read.inventory;
}

const load = async (of: Inventory) => (await loadMaterial(of, { env: {}, now: NOW })).material;
async function problemsOf(of: Inventory) {
  const error: unknown = await load(of).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UsageError)) throw new Error('the files were loaded');
  return error.problems.map(({ where, what }) => `${where?.replace(`${directory}/`, '')}: ${what}`);
}

test('loads certificates, secrets, license, and size and digest of the package', async () => {
  const material = await load(inventory());
  expect(Object.keys(material.hosts)).toEqual(Object.keys(HOSTS));
  expect(material.hosts['db1']?.certificate).toBe(pairs.get('db1')?.certificate);
  expect(material.hosts['db1']?.key.reveal()).toBe(pairs.get('db1')?.key);
  expect(material.ca).toBe(ca.certificate);
  expect(material.external).toEqual({});
  expect(material.databaseClients).toEqual({});
  expect(material.secrets.erlang_cookie.reveal()).toBe('value-of-erlang_cookie');
  expect(material.license?.reveal()).toBe('license: {}\n');
  expect(material.package).toEqual({
    path: join(directory, 'package.deb'),
    size: PACKAGE.length,
    sha256: createHash('sha256').update(PACKAGE).digest('hex'),
  });
});

test('lists every secret value for the redactor, and prints none', async () => {
  const of = inventory();
  const material = await load(of);
  const all = allSecrets(of, material).map((secret) => secret.reveal());
  expect(all).toEqual(
    expect.arrayContaining([
      'value-of-receipt_key',
      'login-password',
      pairs.get('lb1')?.key,
      pairs.get('db1')?.key,
      'license: {}\n',
    ]),
  );
  expect(JSON.stringify(material)).not.toMatch(/value-of|PRIVATE/);
});

describe('client certificates', () => {
  const verified = () => inventory('ssl_client_verification: true');

  test('are required for every manager if PostgreSQL verifies its clients', async () => {
    const files = ['manager1', 'manager2'].flatMap((name) =>
      ['client', 'superuser'].flatMap((kind) => [`${name}-db-${kind}.crt`, `${name}-db-${kind}.key`]),
    );
    expect(await problemsOf(verified())).toEqual([
      `certificates: 4 certificates and 4 keys do not exist: ${files.join(', ')}`,
    ]);
  });

  test('are loaded by file name, and their common names are checked', async () => {
    const [client, superuser] = await Promise.all([
      ca.issue({ commonName: 'cloudify' }),
      ca.issue({ commonName: 'postgres' }),
    ]);
    for (const name of ['manager1', 'manager2']) {
      await writePair(`${name}-db-client`, client);
      await writePair(`${name}-db-superuser`, superuser);
    }
    const of = verified();
    const material = await load(of);
    expect(material.databaseClients['manager2']?.superuser?.certificate).toBe(superuser.certificate);
    expect(allSecrets(of, material).map((secret) => secret.reveal())).toContain(client.key);
    await writePair('manager2-db-client', superuser);
    expect(await problemsOf(of)).toEqual([
      'certificates/manager2-db-client.crt: client certificate of manager2: common name postgres, expected cloudify',
    ]);
  });
});

describe('an external certificate', () => {
  /** Issues the own certificate of manager1 for this name too. */
  const named = async (name: string) => {
    const leaf = { commonName: 'manager1', names: ['manager1', name], addresses: ['10.0.0.31'] };
    await writePair('manager1', await ca.issue(leaf));
  };

  test('is used if it exists and the manager has a public name', async () => {
    const external = await ca.issue({ names: ['cloudify.example.com', 'manager1'] });
    await writePair('manager1-external', external);
    await named('cloudify.example.com');
    const material = await load(inventory('', ', public_ip: cloudify.example.com'));
    expect(material.external['manager1']?.certificate).toBe(external.certificate);
  });

  test('does not replace the public name in the own certificate on 7.0, and neither does a wildcard', async () => {
    const of = inventory('', ', public_ip: cloudify.example.com');
    await writePair('manager1-external', await ca.issue({ names: ['cloudify.example.com', 'manager1'] }));
    const missing = 'the certificate of manager1 does not name cloudify.example.com';
    expect(await problemsOf(of)).toEqual([`certificates/manager1.crt: ${missing}`]);
    await named('*.example.com');
    expect(await problemsOf(of)).toEqual([`certificates/manager1.crt: ${missing}`]);
    const version = { ...of.cluster.version, text: '6.4.2', major: 6, minor: 4, patch: 2 };
    const before = { ...of, cluster: { ...of.cluster, version } };
    expect((await load(before)).external['manager1']).toBeDefined();
  });

  test('is refused together with a public IP address, which release 7.0 does not accept', async () => {
    await writePair('manager2-external', await ca.issue({ names: ['manager2'], addresses: ['10.0.0.32'] }));
    expect(await problemsOf(inventory())).toEqual([
      'inventory.yaml: manager2 has an external certificate, but its public_ip 10.0.0.32 is an IP address',
    ]);
  });

  test('without its key is refused', async () => {
    await named('m.example.com');
    await write(
      'certificates/manager1-external.crt',
      (await ca.issue({ names: ['m.example.com', 'manager1'] })).certificate,
    );
    expect(await problemsOf(inventory('', ', public_ip: m.example.com'))).toEqual([
      'certificates/manager1-external.key: the key of manager1 does not exist',
    ]);
  });
});

test('reports everything that is missing or wrong in one error', async () => {
  await rename(join(directory, 'certificates/db2.crt'), join(directory, 'certificates/db2.crt.old'));
  await chmod(join(directory, 'certificates/lb1.key'), 0o644);
  await write('secrets.yaml', 'postgres_pasword: hunter2\n');
  await write('license.yaml', '\n');
  await rm(join(directory, 'package.deb'));
  const problems = await problemsOf(inventory());
  expect(problems.slice(0, 3)).toEqual([
    'certificates/db2.crt: the certificate of db2 does not exist',
    'certificates/lb1.key: other users of this machine can read the key of lb1 (mode 0644)',
    'secrets.yaml:1:1: unknown secret "postgres_pasword": did you mean "postgres_password"?',
  ]);
  expect(problems[3]).toMatch(/^secrets.yaml: 13 secrets are missing: postgres_password, /);
  expect(problems.slice(4)).toEqual([
    'package.deb: the package does not exist',
    'license.yaml: the license is empty',
  ]);
});

test('reports a missing directory of certificates once', async () => {
  await rm(join(directory, 'certificates'), { recursive: true });
  expect(await problemsOf(inventory())).toEqual(['certificates: the certificate directory does not exist']);
});

test('a missing CA does not hide other problems', async () => {
  await rm(join(directory, 'certificates/ca.crt'));
  await rm(join(directory, 'certificates/db1.key'));
  expect(await problemsOf(inventory())).toEqual([
    'certificates/ca.crt: the CA certificate does not exist',
    'certificates/db1.key: the key of db1 does not exist',
  ]);
});

test('reports a directory in the place of a file', async () => {
  await rm(join(directory, 'package.deb'));
  await mkdir(join(directory, 'package.deb'));
  await rm(join(directory, 'license.yaml'));
  await mkdir(join(directory, 'license.yaml'));
  await rm(join(directory, 'certificates/db1.crt'));
  await mkdir(join(directory, 'certificates/db1.crt'));
  expect(await problemsOf(inventory())).toEqual([
    'certificates/db1.crt: the certificate of db1 is a directory, not a file',
    'package.deb: the package is a directory, not a file',
    'license.yaml: the license is a directory, not a file',
  ]);
});
