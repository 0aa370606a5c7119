import { mkdtemp, rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inspectCertificates, type CertificateSource } from '../../../src/certificates/read/inspect.ts';
import { certificateRows } from '../../../src/certificates/check/matrix.ts';
import { caKeyIn } from '../../../src/cli/certificates/ca-key.ts';
import { issueMissing } from '../../../src/cli/certificates/issue-missing.ts';
import { readInventory } from '../../../src/inventory/read.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import { generateIdentity, recipientOf } from '../../../src/secrets/files/age.ts';
import type { AgeKeys } from '../../../src/secrets/files/age.ts';
import { openssl, verifies } from './openssl.ts';

const RUNS = 12;
const SCHEMA_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,20}[A-Za-z0-9])?$/;

const label = fc.stringMatching(LABEL);
const dnsName = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => `${labels.join('.')}.x`);
const ip = fc.oneof(fc.ipV4(), fc.ipV6());
const network = fc.record({ agents: fc.oneof(ip, dnsName) });
const hostOf = (role: string) =>
  fc.record({
    name: fc.stringMatching(SCHEMA_NAME),
    address: dnsName,
    private_ip: ip,
    public_ip: fc.oneof(ip, dnsName),
    hostname: role === 'brokers' ? label : fc.oneof(label, dnsName),
    networks: role === 'managers' || role === 'brokers' ? network : fc.constant({}),
  });
const roleOf = (role: string, minLength: number) =>
  fc.record({ hosts: fc.array(hostOf(role), { minLength, maxLength: 2 }) });

const inventory = fc.record({
  name: fc.stringMatching(SCHEMA_NAME),
  cloudify: fc.constant({ version: '7.0.4', license: false }),
  ssh: fc.constant({ user: 'operator' }),
  tls: fc.constant({ directory: 'certificates' }),
  secrets: fc.constant({ env: true }),
  topology: fc.constant({ below_minimum: 'accept' }),
  ssl_client_verification: fc.boolean(),
  databases: roleOf('databases', 2),
  brokers: roleOf('brokers', 1),
  managers: roleOf('managers', 1),
  load_balancers: roleOf('load_balancers', 1),
});

test('certificates issued for any inventory pass the check of Quorate and of OpenSSL', async () => {
  const identity = await generateIdentity();
  const keys: AgeKeys = {
    identities: async () => [identity],
    recipients: async () => [await recipientOf(identity)],
    passphrase: () => Promise.reject(new Error('unexpected prompt')),
  };
  await fc.assert(
    fc.asyncProperty(inventory, async (raw) => {
      const { cluster, problems } = read(raw);
      // An inventory that the rules refuse, for example with a duplicate name, gets no certificates.
      fc.pre(problems.length === 0);
      const directory = await mkdtemp(join(tmpdir(), 'quorate-property-'));
      try {
        const now = Date.now();
        const caKey = caKeyIn(directory, keys);
        await issueMissing({
          cluster,
          directory,
          now,
          databaseClient: 'cloudify',
          renew: false,
          caKey,
          wrote: () => undefined,
        });
        await agree(cluster, { directory, now, databaseClient: 'cloudify' });
      } finally {
        await rm(directory, { recursive: true });
      }
    }),
    // Finding a smaller inventory would take minutes: each one is issued and checked again.
    { numRuns: RUNS, endOnFailure: true },
  );
}, 300_000);

function read(raw: object) {
  const context = { path: 'i.yaml', directory: '/i', home: '/h', env: {} };
  const { inventory: found, problems } = readInventory(JSON.stringify(raw), context);
  return { cluster: found?.cluster as Cluster, problems };
}

async function agree(cluster: Cluster, location: CertificateSource): Promise<void> {
  const inspection = await inspectCertificates(cluster, location);
  expect(inspection.findings).toEqual([]);
  const states = certificateRows(inspection, location.now).flatMap(({ checks }) => Object.values(checks));
  expect(new Set(states)).toEqual(new Set(['ok', 'none']));
  for (const { pair, certificate } of inspection.pairs) {
    const names = [...pair.issue.names.addresses, ...pair.issue.names.hostnames];
    for (const name of names) expect(await verifies(location.directory, pair.file, name)).toMatch(/: OK$/m);
    const [address] = pair.requiredNames.addresses.filter((text) => isIP(text) !== 0);
    const path = certificate?.path ?? '';
    if (address !== undefined)
      expect(await openssl('x509', '-in', path, '-noout', '-checkip', address)).toContain('does match');
    const clients = ['-purpose', 'sslclient', '-CAfile', `${location.directory}/ca.crt`];
    expect(await openssl('verify', ...clients, path)).toMatch(/: OK$/m);
  }
}
