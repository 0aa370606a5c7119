import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inspectCertificates } from '../../../src/certificates/read/inspect.ts';
import type { CertificateSource } from '../../../src/certificates/read/inspect.ts';
import { loadCertificates } from '../../../src/certificates/read/load.ts';
import { certificateRows } from '../../../src/certificates/check/matrix.ts';
import { missingNames, namesToIssue, requiredOwnNames } from '../../../src/certificates/check/names.ts';
import { requiredPairs } from '../../../src/certificates/check/pairs.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import { makeAuthority, NOW } from './authority.ts';
import type { Authority } from './authority.ts';
import { CLUSTER, hostOf } from './cluster.ts';
import { inDirectory, pairOf, VALID } from './set.ts';
import type { Files } from './set.ts';
import { advised } from '../../support/advised.ts';

const DAY = 86_400_000;

/** A cluster with an external database in Azure and an external load balancer. */
const EXTERNAL: Cluster = {
  ...CLUSTER,
  sourcing: {
    database: {
      kind: 'external',
      address: 'db.example.com',
      port: 5432,
      user: 'postgres@server',
      database: 'postgres',
      cloudifyUser: 'cloudify@server',
      cloudifyDatabase: 'cloudify_db',
    },
    broker: { kind: 'managed' },
    load_balancer: { kind: 'external', address: 'cloudify.example.com' },
  },
  hosts: [
    hostOf('rabbit1', 'broker', 21),
    { ...hostOf('manager1', 'manager', 31), networks: { load_balancer: 'cloudify.example.com' } },
  ],
};

let ca: Authority;
let provider: Authority;
let valid: Files;
beforeAll(async () => {
  ca = await makeAuthority();
  provider = await makeAuthority('Provider CA', { slot: 'other' });
  const manager = { ...VALID.manager1, names: ['manager1', 'cloudify.example.com'] };
  const pairs = await Promise.all([
    pairOf(ca, 'rabbit1', VALID.rabbit1),
    pairOf(ca, 'manager1', manager),
    pairOf(ca, 'manager1-db-client', { commonName: 'cloudify' }),
    pairOf(ca, 'manager1-db-superuser', { commonName: 'postgres@server' }),
  ]);
  valid = Object.assign(
    { 'ca.crt': ca.certificate, 'provider.crt': provider.certificate },
    ...pairs,
  ) as Files;
});

const without = (name: string): Files =>
  Object.fromEntries(Object.entries(valid).filter(([file]) => file !== name));

async function load(files: Files, more: Partial<CertificateSource> = {}) {
  return inDirectory(files, async (directory) => {
    const serviceCa = { database: join(directory, 'provider.crt') };
    const loaded = await loadCertificates(EXTERNAL, {
      directory,
      now: NOW,
      databaseClient: 'cloudify',
      serviceCa,
      ...more,
    });
    return { ...loaded, problems: loaded.problems.map(({ what }) => what) };
  });
}

describe('an external database', () => {
  test('has its own CA, and its superuser is the user in the inventory', async () => {
    const { problems, serviceCa, databaseClients } = await load(valid);
    expect(problems).toEqual([]);
    expect(serviceCa).toEqual({ database: provider.certificate });
    expect(databaseClients['manager1']?.superuser?.certificate).toBe(valid['manager1-db-superuser.crt']);
  });

  test('may use its own CA for the certificates of its clients', async () => {
    const client = await pairOf(provider, 'manager1-db-client', { commonName: 'cloudify' });
    expect((await load({ ...valid, ...client })).problems).toEqual([]);
    const server = await pairOf(provider, 'rabbit1', VALID.rabbit1);
    expect((await load({ ...valid, ...server })).problems).toEqual([
      'the certificate of rabbit1 is issued by CN=Provider CA, not by the CA CN=Test CA',
    ]);
  });

  test('needs no certificate of the superuser before release 7.0', async () => {
    const files = without('manager1-db-superuser.crt');
    expect((await load(files, { needsSuperuserPair: false })).problems).toEqual([]);
    expect((await load(files)).problems).toEqual(["the superuser's certificate of manager1 does not exist"]);
  });
});

describe('the CA of an external service', () => {
  const read = async (text: string | undefined) => {
    const files = without('provider.crt');
    const { problems, warnings } = await load(
      text === undefined ? files : { ...files, 'provider.crt': text },
    );
    return [...problems, ...warnings.map(({ what }) => `warning: ${what}`)];
  };
  const until = async (to: number) => (await makeAuthority('Provider CA', { to, slot: 'other' })).certificate;

  test.each([
    ['does not exist', async () => undefined, 'the CA of the external databases does not exist'],
    ['is not a certificate', async () => 'hello', 'the CA of the external databases cannot be read'],
    [
      "is the server's own certificate",
      async () => (await provider.issue({ commonName: 'db' })).certificate,
      'the CA of the external databases is CN=db, which is not a CA certificate',
    ],
    ['has expired', async () => until(NOW - DAY), 'the CA of the external databases expired on 2030-01-14'],
    [
      'expires soon',
      async () => until(NOW + 3 * DAY),
      'warning: the CA of the external databases expires in 3 days, on 2030-01-18',
    ],
    [
      'has a private key in its file',
      async () => `${provider.certificate}\n${provider.key}`,
      'besides the CA of the external databases, this file contains a private key',
    ],
  ])('%s', async (_, make, said) => {
    expect(await read(await make())).toEqual([said]);
  });

  test('may be a bundle with one valid CA and any type of key', async () => {
    const elliptic = await makeAuthority('Next CA', { kind: 'ec' });
    expect(await read(`${await until(NOW - DAY)}\n${elliptic.certificate}`)).toEqual([]);
  });

  test('is checked even if the directory of certificates does not exist', async () => {
    const place = {
      directory: '/nowhere',
      now: NOW,
      databaseClient: 'cloudify',
      serviceCa: { broker: '/nowhere/ca.crt' },
    };
    const { findings } = await inspectCertificates(EXTERNAL, place);
    expect(findings.map(({ where }) => where)).toEqual(['/nowhere', '/nowhere/ca.crt']);
  });

  test('is listed in the matrix with its remaining days', async () => {
    await inDirectory(valid, async (directory) => {
      const serviceCa = { database: join(directory, 'provider.crt') };
      const inspection = await inspectCertificates(EXTERNAL, {
        directory,
        now: NOW,
        databaseClient: 'cloudify',
        serviceCa,
      });
      const row = certificateRows(inspection, NOW)[1];
      expect(row).toMatchObject({ file: 'provider', daysLeft: 3650 });
      expect(row?.checks).toMatchObject({ certificate: 'ok', dates: 'ok', names: 'none', mode: 'none' });
    });
  });
});

describe('an external load balancer', () => {
  const [, manager] = EXTERNAL.hosts;
  if (!manager) throw new Error('there is a manager');

  test('is named by the certificates of managers, because it is one of their networks', () => {
    expect(requiredOwnNames(manager, { external: false, namesPublicIp: true }).hostnames).toContain(
      'cloudify.example.com',
    );
  });

  test('is named by an issued external certificate, because it may pass TLS through', () => {
    const pairs = requiredPairs(EXTERNAL, {
      external: new Set(['manager1']),
      superuser: true,
      namesPublicIp: true,
      databaseClient: 'cloudify',
    });
    const external = pairs.find(({ kind }) => kind === 'external');
    expect(external?.issue.names.hostnames).toContain('cloudify.example.com');
    expect(external?.requiredNames.hostnames).not.toContain('cloudify.example.com');
  });
});

test('a client certificate has the common name that the platform requires', () => {
  const verified = { ...EXTERNAL, sslClientVerification: true };
  const needs = { superuser: false, namesPublicIp: true, databaseClient: 'product' };
  const pairs = requiredPairs(verified, { external: new Set(), ...needs });
  expect(pairs.find(({ kind }) => kind === 'client')?.commonName).toBe('product');
});

test('compares IPv6 addresses independently of their notation', async () => {
  const { certificate } = await ca.issue({ addresses: ['fd00::31'] });
  const x509 = new X509Certificate(certificate);
  expect(missingNames(x509, { addresses: ['FD00:0:0::0031'], hostnames: [] })).toEqual([]);
  expect(missingNames(x509, { addresses: ['fd00::32'], hostnames: [] })).toEqual(['fd00::32']);
});

test('issues a certificate with the IPv6 address of a host', () => {
  const host = { ...hostOf('db1', 'database', 11), privateIp: 'fd00::11', publicIp: 'fd00::11' };
  expect(
    namesToIssue(CLUSTER, host, requiredOwnNames(host, { external: false, namesPublicIp: true })).addresses,
  ).toEqual(['fd00::11', '127.0.0.1']);
});

test('a missing certificate with a signing request is to be signed, not issued', async () => {
  await inDirectory(without('rabbit1.crt'), async (directory) => {
    await writeFile(join(directory, 'rabbit1.csr'), '');
    const { problems } = await loadCertificates(EXTERNAL, {
      directory,
      now: NOW,
      databaseClient: 'cloudify',
    });
    expect(advised(problems)).toMatchObject([
      {
        what: 'the certificate of rabbit1 does not exist',
        next: 'have the .csr file next to it signed, and save the certificate in PEM format as this file; then: quorate certificates check inventory.yaml',
      },
    ]);
  });
});
