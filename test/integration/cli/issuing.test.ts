import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inspectCertificates } from '../../../src/certificates/read/inspect.ts';
import { caKeyIn } from '../../../src/cli/certificates/ca-key.ts';
import { issueMissing } from '../../../src/cli/certificates/issue-missing.ts';
import type { UsageError } from '../../../src/errors/errors.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import { Secret } from '../../../src/model/secret.ts';
import { generateIdentity, recipientOf } from '../../../src/secrets/files/age.ts';
import type { AgeKeys } from '../../../src/secrets/files/age.ts';
import { CLUSTER } from '../../unit/certificates/cluster.ts';

const NOW = Date.UTC(2030, 0, 15);
const DAY = 86_400_000;

let folder = '';
let wrote: string[] = [];
let keys: AgeKeys;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'quorate-issue-')), 'certificates');
  wrote = [];
  const identity = await generateIdentity();
  keys = {
    identities: async () => [identity],
    recipients: async () => [await recipientOf(identity)],
    passphrase: () => Promise.reject(new Error('this test must not ask for a passphrase')),
  };
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

async function issue(more: Partial<Parameters<typeof issueMissing>[0]> = {}) {
  wrote = [];
  return issueMissing({
    cluster: CLUSTER,
    directory: folder,
    now: NOW,
    databaseClient: 'cloudify',
    renew: false,
    caKey: caKeyIn(folder, keys),
    wrote: (file, why) => wrote.push(`${file}: ${why}`),
    ...more,
  });
}

const inspect = (cluster: Cluster) =>
  inspectCertificates(cluster, { directory: folder, now: NOW, databaseClient: 'cloudify' });
const read = (name: string) => readFile(join(folder, name), 'utf8');
const certificate = async (name: string) => new X509Certificate(await read(`${name}.crt`));
const withHost = (index: number, change: object): Cluster => ({
  ...CLUSTER,
  hosts: CLUSTER.hosts.map((host, at) => (at === index ? { ...host, ...change } : host)),
});
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => [],
    (error: unknown) => (error as UsageError).problems.map(({ what }) => what),
  );

describe('a first issue', () => {
  test('makes the CA and everything that a deploy asks for', async () => {
    expect(await issue()).toEqual({ issued: 6, kept: 0, requests: [] });
    expect(wrote).toEqual([
      'ca.crt: new',
      'db1.crt: new',
      'rabbit1.crt: new',
      'manager1.crt: new',
      'lb1.crt: new',
      'manager1-db-client.crt: new',
      'manager1-db-superuser.crt: new',
    ]);
    expect((await inspect(CLUSTER)).findings).toEqual([]);
  });

  test('takes IPv6 addresses', async () => {
    await issue({ cluster: withHost(0, { privateIp: 'fd00::11' }) });
    expect((await certificate('db1')).subjectAltName).toContain('IP Address:FD00:0:0:0:0:0:0:11');
  });

  test('names the requests that another CA may still answer', async () => {
    await issue();
    await writeFile(join(folder, 'db1.csr'), '');
    expect(await issue()).toEqual({ issued: 0, kept: 6, requests: ['db1.csr'] });
  });

  test('leaves no file that other users can read, and the CA’s key encrypted', async () => {
    await issue();
    for (const name of await readdir(folder)) {
      expect([name, (await stat(join(folder, name))).mode & 0o777]).toEqual([name, 0o600]);
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await read('ca.key.age')).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
    expect(await readdir(folder)).not.toContain('ca.key');
  });

  test('gives certificates what the specification’s example has', async () => {
    await issue();
    const db1 = await certificate('db1');
    expect(db1.subject).toBe('CN=db1');
    expect(db1.ca).toBe(false);
    expect(db1.subjectAltName).toBe(
      'DNS:db1, DNS:db1.example.com, DNS:localhost, DNS:10.0.0.11, DNS:127.0.0.1, ' +
        'IP Address:10.0.0.11, IP Address:127.0.0.1',
    );
    expect(db1.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect([db1.validFrom, db1.validTo]).toEqual(['Jan 14 00:00:00 2030 GMT', 'Apr 19 00:00:00 2032 GMT']);
    const manager = await certificate('manager1');
    for (const address of ['10.0.0.31', '10.9.0.31', '10.0.0.41', '203.0.113.1'])
      expect(manager.checkIP(address)).toBe(address);
    expect((await certificate('manager1-db-superuser')).subject).toBe('CN=postgres');
    expect((await certificate('manager1-db-client')).keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  });

  test('takes a short name into the subject where the host name is too long for one', async () => {
    const hostname = `${'a'.repeat(60)}.example.com`;
    await issue({ cluster: withHost(0, { hostname }) });
    expect((await certificate('db1')).subject).toBe('CN=db1');
    expect((await certificate('db1')).checkHost(hostname)).toBe(hostname);
  });
});

describe('another issue', () => {
  beforeEach(async () => {
    await issue();
  });

  test('leaves what fits alone', async () => {
    const before = await read('db1.crt');
    expect(await issue()).toEqual({ issued: 0, kept: 6, requests: [] });
    expect([wrote, await read('db1.crt')]).toEqual([[], before]);
  });

  test('with --renew reissues all certificates except the CA’s, with new keys', async () => {
    const before = await Promise.all(['ca.crt', 'db1.crt', 'db1.key'].map(read));
    expect(await issue({ renew: true })).toEqual({ issued: 6, kept: 0, requests: [] });
    const after = await Promise.all(['ca.crt', 'db1.crt', 'db1.key'].map(read));
    expect(after.map((text, index) => text === before[index])).toEqual([true, false, false]);
  });

  test.each<{ that: string; breakIt?: () => Promise<unknown>; cluster?: Cluster; why: string }>([
    { that: 'is gone', breakIt: () => rm(join(folder, 'db1.crt')), why: 'new' },
    { that: 'has lost its key', breakIt: () => rm(join(folder, 'db1.key')), why: 'new' },
    {
      that: 'has another host’s key',
      breakIt: async () => writeFile(join(folder, 'db1.key'), await read('rabbit1.key')),
      why: 'the key does not match the certificate of db1',
    },
    {
      that: 'no longer names all addresses',
      cluster: withHost(0, { publicIp: '203.0.113.5' }),
      why: 'the certificate of db1 does not name 203.0.113.5',
    },
    {
      that: 'is damaged',
      breakIt: () => writeFile(join(folder, 'db1.crt'), 'x'),
      why: 'the certificate of db1 cannot be read',
    },
  ])('reissues a certificate that $that', async ({ breakIt, cluster = CLUSTER, why }) => {
    await breakIt?.();
    expect(await issue({ cluster })).toEqual({ issued: 1, kept: 5, requests: [] });
    expect(wrote).toEqual([`db1.crt: ${why}`]);
    expect((await inspect(cluster)).findings).toEqual([]);
  });

  test('keeps a key that has no certificate yet', async () => {
    const before = await read('db1.key');
    await rm(join(folder, 'db1.crt'));
    await issue();
    expect(await read('db1.key')).toBe(before);
  });

  test('does not keep an EC key', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await writeFile(join(folder, 'db1.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await rm(join(folder, 'db1.crt'));
    await issue();
    expect((await inspect(CLUSTER)).findings).toEqual([]);
  });

  test('reissues all certificates within 30 days of their expiry', async () => {
    expect(await issue({ now: NOW + 796 * DAY })).toEqual({ issued: 6, kept: 0, requests: [] });
    expect(wrote[0]).toContain('the certificate of db1 expires in 29 days');
  });

  test('a new load balancer is named by the managers', async () => {
    const more = CLUSTER.hosts.filter(({ name }) => name === 'lb1');
    const lb2 = more.map((host) => ({ ...host, name: 'lb2', hostname: 'lb2', privateIp: '10.0.0.42' }));
    await issue({ cluster: { ...CLUSTER, hosts: [...CLUSTER.hosts, ...lb2] } });
    expect(wrote).toEqual(['manager1.crt: does not name 10.0.0.42', 'lb2.crt: new']);
  });

  test('no certificate outlives its CA', async () => {
    await issue({ now: NOW + 3000 * DAY });
    expect((await certificate('db1')).validTo).toBe((await certificate('ca')).validTo);
  });

  test('does not touch a key for its mode: that is for chmod', async () => {
    await chmod(join(folder, 'db1.key'), 0o644);
    expect(await issue()).toEqual({ issued: 0, kept: 6, requests: [] });
  });
});

describe('nothing is issued, and nothing changed,', () => {
  test('without the CA’s key; when nothing is to be signed it is not missed', async () => {
    await issue();
    await rm(join(folder, 'ca.key.age'));
    expect(await issue()).toEqual({ issued: 0, kept: 6, requests: [] });
    await rm(join(folder, 'db1.crt'));
    expect(await refused(issue())).toEqual(['the key of the CA in ca.crt is missing']);
  });

  test('without the CA’s certificate', async () => {
    await issue();
    await rm(join(folder, 'ca.crt'));
    expect(await refused(issue())).toEqual(['the CA certificate is missing, but the CA key exists']);
  });

  test('by an expired CA', async () => {
    await issue();
    expect(await refused(issue({ now: NOW + 3651 * DAY }))).toEqual(['the CA expired on 2040-01-13']);
  });

  test('with the key of another CA', async () => {
    await issue();
    await rm(join(folder, 'ca.key.age'));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await caKeyIn(folder, keys).write(new Secret(key));
    expect(await refused(issue({ renew: true }))).toEqual(['this key does not belong to the CA in ca.crt']);
  });

  test('with an identity that does not open the CA’s key', async () => {
    await issue();
    const other = await generateIdentity();
    const wrong: AgeKeys = { ...keys, identities: async () => [other] };
    expect(await refused(issue({ renew: true, caKey: caKeyIn(folder, wrong) }))).toEqual([
      'the age identity cannot decrypt this file',
    ]);
  });
});
