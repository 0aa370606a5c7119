import { beforeAll, describe, expect, test } from '@jest/globals';
import { handshakeInMemory, handshakeFaults } from '../../../src/certificates/check/handshake.ts';
import { loadCertificates } from '../../../src/certificates/read/load.ts';
import {
  clientAuth,
  cRLSign,
  dataEncipherment,
  keyCertSign,
  keyEncipherment,
  makeAuthority,
  serverAuth,
} from '../../unit/certificates/authority.ts';
import type { Authority, Issued, Leaf } from '../../unit/certificates/authority.ts';
import { CLUSTER } from '../../unit/certificates/cluster.ts';
import { inDirectory, VALID } from '../../unit/certificates/set.ts';
import type { Files } from '../../unit/certificates/set.ts';

const DAY = 86_400_000;
/** TLS verifies for the time of this machine. */
const now = Date.now();
const TODAY = { from: now - DAY, to: now + 365 * DAY };

let ca: Authority;
let files: Files;
beforeAll(async () => {
  ca = await makeAuthority('Test CA', TODAY);
  const pairs = Object.entries(VALID).map(async ([name, leaf]) =>
    filesOf(name, await ca.issue({ ...leaf, ...TODAY })),
  );
  files = Object.assign({ 'ca.crt': ca.certificate }, ...(await Promise.all(pairs))) as Files;
});

const filesOf = (name: string, { certificate, key }: Issued): Files => ({
  [`${name}.crt`]: certificate,
  [`${name}.key`]: key,
});

const problemsWith = (changed: Files) =>
  inDirectory({ ...files, ...changed }, async (directory) => {
    const { problems } = await loadCertificates(CLUSTER, { directory, now, databaseClient: 'cloudify' });
    return problems.map(({ what, why }) => [String(what), String(why ?? '')]);
  });

const USAGE = 'its key usage or extended key usage does not allow this use';

describe('a certificate that has every field but that TLS refuses is reported', () => {
  const db1 = async (leaf: Leaf) => filesOf('db1', await ca.issue({ ...VALID.db1, ...TODAY, ...leaf }));
  const as = (use: string, code: string) =>
    `TLS refuses the certificate of db1 as the certificate of a ${use}: ${code}`;

  test('a valid set is not', async () => {
    expect(await problemsWith({})).toEqual([]);
  });

  test.each([
    ['keyCertSign', keyCertSign],
    ['cRLSign', cRLSign],
    ['dataEncipherment', dataEncipherment],
  ])('only a critical %s', async (_, usage) => {
    expect(await problemsWith(await db1({ usage }))).toEqual([
      [as('server', 'INVALID_PURPOSE'), USAGE],
      [as('client', 'INVALID_PURPOSE'), USAGE],
    ]);
  });

  test('a key usage without signatures, which members of etcd need as clients of each other', async () => {
    const found = await problemsWith(await db1({ usage: keyEncipherment }));
    expect(found.map(([what]) => what)).toContain(as('client', 'INVALID_PURPOSE'));
  });

  test('a critical extension that no program knows', async () => {
    expect((await problemsWith(await db1({ unknownExtension: true }))).map(([what]) => what)).toEqual([
      as('server', 'UNSPECIFIED'),
      as('client', 'UNSPECIFIED'),
    ]);
  });

  test('a client certificate, for its only use', async () => {
    const leaf = await ca.issue({ commonName: 'cloudify', ...TODAY, usage: keyCertSign });
    expect(await problemsWith(filesOf('manager1-db-client', leaf))).toEqual([
      [
        'TLS refuses the client certificate of manager1 as the certificate of a client: INVALID_PURPOSE',
        USAGE,
      ],
    ]);
  });
});

describe('TLS finds the faults that the fields show', () => {
  const result = async (leaf: Leaf, by: Authority = ca, trusted: Authority = ca) => {
    const { certificate, key } = await by.issue({ ...VALID.db1, ...TODAY, ...leaf });
    return handshakeInMemory({ certificate, key, trusted: trusted.certificate });
  };
  const other = (name: string) => makeAuthority(name, { ...TODAY, slot: 'other' });

  test.each<[string, () => Promise<{ readonly server?: string }>, RegExp]>([
    ['another CA', async () => result({}, await other('Other CA')), /UNABLE_TO_(?:VERIFY_LEAF|GET_ISSUER)/],
    [
      'another CA of the same name',
      // With RSA, the error would depend on what the foreign signature decrypts to under the key of the expected CA.
      async () => {
        const [issuer, trusted] = ['other', 'ca'].map((slot) =>
          makeAuthority('Test CA', { ...TODAY, kind: 'ec', slot }),
        );
        return result({}, await issuer, await trusted);
      },
      /^CERT_SIGNATURE_FAILURE$/,
    ],
    [
      'an intermediate that is missing',
      async () => result({}, await ca.below('Below', TODAY.to)),
      /UNABLE_TO/,
    ],
    [
      'an expired certificate',
      async () => result({ from: now - 9 * DAY, to: now - DAY }),
      /CERT_HAS_EXPIRED/,
    ],
    ['a certificate of the future', async () => result({ from: now + DAY }), /CERT_NOT_YET_VALID/],
    ['a use that is not allowed', async () => result({ uses: [clientAuth] }), /INVALID_PURPOSE/],
    ['a short key', async () => result({ kind: 'short' }), /KEY_TOO_SMALL|key too small/i],
    ['a signature with SHA-1', async () => result({ hash: 'SHA-1' }), /MD_TOO_WEAK|md too weak/i],
  ])('%s', async (_, tried, code) => {
    expect((await tried()).server).toMatch(code);
  });

  test('a key of another certificate', async () => {
    const { certificate } = await ca.issue({ ...VALID.db1, ...TODAY });
    const { key } = await ca.issue({ slot: 'another' });
    expect((await handshakeInMemory({ certificate, key, trusted: ca.certificate })).server).toMatch(
      /KEY_VALUES_MISMATCH/,
    );
  });

  test('a name or an address that is missing, as each client compares it', async () => {
    const label = 'the certificate of db1';
    const found = handshakeFaults(await result({ uses: [serverAuth] }), {
      label,
      uses: ['server'],
      names: ['db1', '10.0.0.11', 'db2', '10.0.0.12'],
    });
    expect(found).toMatchObject([{ check: 'names', what: `TLS refuses ${label} for db2, 10.0.0.12` }]);
  });
});
