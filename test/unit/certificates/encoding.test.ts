import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadCertificates } from '../../../src/certificates/read/load.ts';
import { NOW } from './authority.ts';
import { CLUSTER } from './cluster.ts';
import { inDirectory, validSet } from './set.ts';
import type { Files, ValidSet } from './set.ts';

let valid: ValidSet;
beforeAll(async () => {
  valid = await validSet();
});

const textOf = (name: string): string => (valid.files[name] as string).trimEnd();

/** Returns what hosts would get of these files. */
const load = (files: Files) =>
  inDirectory({ ...valid.files, ...files }, async (directory) => {
    const { ca, hosts, problems } = await loadCertificates(CLUSTER, {
      directory,
      now: NOW,
      databaseClient: 'cloudify',
    });
    const { certificate = '', key } = hosts['db1'] ?? {};
    return { ca, certificate, key: key?.reveal() ?? '', problems };
  });

/** Returns the subjects of the certificates whose lines are complete. */
const subjects = (text: string) =>
  (text.match(/^-----BEGIN[^-]*-----\n[^-]*\n-----END[^-]*-----$/gm) ?? []).map(
    (block) => new X509Certificate(block).subject,
  );

/** OpenSSL's own reader, as in HAProxy and Python. */
const refused = (pem: { readonly cert?: string; readonly key?: string }) => {
  try {
    createSecureContext(pem);
    return false;
  } catch {
    return true;
  }
};

describe('a host gets in the usual form', () => {
  test('two certificates that are joined without a line break', async () => {
    const joined = `${textOf('db1.crt')}${textOf('ca.crt')}\n`;
    expect(refused({ cert: joined, key: textOf('db1.key') })).toBe(true);
    const { certificate, key, problems } = await load({ 'db1.crt': joined });
    expect(problems).toEqual([]);
    expect(refused({ cert: certificate, key })).toBe(false);
    expect(subjects(certificate)).toEqual(['CN=db1', 'CN=Test CA']);
  });

  test('a CA whose file has a second CA without a line break before it', async () => {
    const { certificate: other } = await valid.ca.below('Other');
    const { ca, problems } = await load({ 'ca.crt': `${textOf('ca.crt')}${other}` });
    expect(problems).toEqual([]);
    expect(subjects(ca)).toEqual(['CN=Test CA', 'CN=Other']);
  });

  test.each<[string, (text: string) => string]>([
    ['Windows line ends', (text) => text.replaceAll('\n', '\r\n')],
    ['one long line', (text) => text.replace(/([^-])\n([^-])/g, '$1$2')],
    ['text before it', (text) => `Certificate:\n    Version: 3\n${text}`],
    ['no line break at the end', (text) => text],
  ])('a certificate with %s', async (_, change) => {
    const { certificate, problems } = await load({ 'db1.crt': change(textOf('db1.crt')) });
    expect(problems).toEqual([]);
    expect(certificate).toBe(`${textOf('db1.crt')}\n`);
  });

  test('a key without a line break at the end, in the format of its file', async () => {
    const pkcs1 = createPrivateKey(textOf('db1.key')).export({ type: 'pkcs1', format: 'pem' }).toString();
    expect((await load({ 'db1.key': textOf('db1.key') })).key).toBe(`${textOf('db1.key')}\n`);
    expect((await load({ 'db1.key': pkcs1.trimEnd() })).key).toBe(pkcs1);
  });
});

test.each([
  ['a second certificate without its end', (text: string) => `${text}\n${text.slice(0, -30)}`],
  [
    'a second certificate that only OpenSSL reads',
    (text: string) => text + text.replaceAll('BEGIN ', 'BEGIN TRUSTED '),
  ],
])('refuses %s, which would be left out', async (_, change) => {
  const { problems } = await load({ 'ca.crt': change(`${textOf('ca.crt')}\n`) });
  expect(problems).toMatchObject([{ what: 'the CA certificate cannot be read' }]);
});
