import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createCertificateDirectory } from '../../../src/certificates/read/directory.ts';
import { loadCertificates } from '../../../src/certificates/read/load.ts';
import { renderProblem } from '../../../src/report/problems.ts';
import { makeAuthority, NOW } from '../../unit/certificates/authority.ts';
import type { Leaf } from '../../unit/certificates/authority.ts';
import { AUTHORITY } from '../../unit/certificates/broken/authority.ts';
import type { Broken } from '../../unit/certificates/broken/case.ts';
import { CERTIFICATE } from '../../unit/certificates/broken/certificate.ts';
import { NAMES_AND_KEYS } from '../../unit/certificates/broken/names-and-keys.ts';
import { CLUSTER } from '../../unit/certificates/cluster.ts';
import { inDirectory, pairOf, VALID, validSet } from '../../unit/certificates/set.ts';
import type { Files, ValidSet } from '../../unit/certificates/set.ts';
import { printable } from '../../../src/model/rendered.ts';
import { advised, adviceText } from '../../support/advised.ts';

const DAY = 86_400_000;

let valid: ValidSet;
beforeAll(async () => {
  valid = await validSet();
});

async function reportOn(broken: Broken, now = NOW): Promise<{ problems: string[]; warnings: string[] }> {
  const files = Object.entries({ ...valid.files, ...broken }).filter(([, file]) => file !== undefined);
  return inDirectory(Object.fromEntries(files) as Files, async (directory) => {
    const { problems, warnings } = await loadCertificates(CLUSTER, {
      directory,
      now,
      databaseClient: 'cloudify',
    });
    const text = (all: typeof problems) =>
      all.map(({ where = '', next, ...rest }) =>
        renderProblem({
          ...rest,
          where: where.replace(`${directory}/`, ''),
          ...(next !== undefined && {
            next: printable(adviceText(next)).replaceAll(directory, 'DIRECTORY'),
          }),
        }).join('\n'),
      );
    return { problems: text(problems), warnings: text(warnings) };
  });
}

const db1 = (leaf: Leaf) => pairOf(valid.ca, 'db1', { ...VALID.db1, ...leaf });
const textOf = (name: string): string => valid.files[name] as string;

test('a valid set causes no problem and no warning', async () => {
  expect(await reportOn({})).toEqual({ problems: [], warnings: [] });
});

describe('reports exactly one problem for', () => {
  const cases = [...AUTHORITY, ...CERTIFICATE, ...NAMES_AND_KEYS];

  test.each(cases)('%s', async (_, breakIt, lines) => {
    expect(await reportOn(await breakIt({ ca: valid.ca, textOf, db1 }))).toEqual({
      problems: [lines],
      warnings: [],
    });
  });

  test('at least 25 cases', () => expect(cases.length).toBeGreaterThanOrEqual(25));
});

describe('an intermediate that is the CA of the cluster', () => {
  const below = async (to?: number) => {
    const authority = await valid.ca.below('Below', to);
    const pairs = await Promise.all(
      Object.entries(VALID).map(([name, leaf]) => pairOf(authority, name, leaf)),
    );
    return { authority, files: Object.assign({}, ...pairs) as Files };
  };

  test('is accepted with its root after it', async () => {
    const { authority, files } = await below();
    const text = `${authority.certificate}\n${valid.ca.certificate}`;
    expect(await reportOn({ ...files, 'ca.crt': text })).toEqual({ problems: [], warnings: [] });
  });

  test('is refused without its root, because OpenSSL requires the whole chain', async () => {
    const { authority, files } = await below();
    expect((await reportOn({ ...files, 'ca.crt': authority.certificate })).problems).toEqual([
      `ca.crt: the CA CN=Below is signed by CN=Test CA, whose certificate is missing
  why:  OpenSSL on the hosts trusts an intermediate CA only if the chain reaches
        a root
  next: append the certificate of that CA to this file`,
    ]);
  });
});

test('refuses a CA with an EC key, even if its certificates are valid', async () => {
  const ca = await makeAuthority('Test CA', { kind: 'ec' });
  const pairs = await Promise.all(Object.entries(VALID).map(([name, leaf]) => pairOf(ca, name, leaf)));
  const files = Object.assign({ 'ca.crt': ca.certificate }, ...pairs) as Files;
  expect((await reportOn(files)).problems).toEqual([
    `ca.crt: the CA has a key of type EC, expected RSA
  why:  the product crashes on other key types
  next: reissue it with an RSA key of at least 2048 bits`,
  ]);
});

describe('warns about a certificate', () => {
  test('that expires within 30 days', async () => {
    expect(await reportOn(await db1({ to: NOW + 29.5 * DAY }))).toEqual({
      problems: [],
      warnings: [
        `db1.crt: the certificate of db1 expires in 29 days, on 2030-02-13
  next: reissue it soon`,
      ],
    });
    expect((await reportOn(await db1({ to: NOW + 31 * DAY }))).warnings).toEqual([]);
  });

  test('that expires tomorrow or today', async () => {
    const tomorrow = await reportOn(await db1({ to: NOW + 1.5 * DAY }));
    expect(tomorrow.warnings[0]).toContain('expires in 1 day, on 2030-01-16');
    expect((await reportOn(await db1({ to: NOW + 0.5 * DAY }))).warnings[0]).toContain('in 0 days');
  });
});

describe('several problems', () => {
  test('reports all problems of a pair', async () => {
    const other = await makeAuthority('Other CA', { slot: 'other' });
    const leaf = await other.issue({ kind: 'ec', from: NOW - DAY, to: NOW - 1 });
    const { problems } = await reportOn({
      'db1.crt': leaf.certificate,
      'db1.key': { text: textOf('db1.key'), mode: 0o644 },
    });
    expect(problems).toHaveLength(6);
  });

  test('does not compare certificates with a CA that cannot be read', async () => {
    const { problems } = await reportOn({ 'ca.crt': '', 'db1.key': undefined });
    expect(problems.map((text) => text.split(':')[0])).toEqual(['ca.crt', 'db1.key']);
  });

  test('reports a missing directory', async () => {
    const { problems } = await loadCertificates(CLUSTER, {
      directory: '/nowhere',
      now: NOW,
      databaseClient: 'cloudify',
    });
    expect(advised(problems)).toEqual([
      {
        where: '/nowhere',
        what: 'the certificate directory does not exist',
        next: 'check tls.directory, or: quorate certificates issue inventory.yaml',
      },
    ]);
  });

  test('reports a file in the place of the directory', async () => {
    await inDirectory({}, async (directory) => {
      await writeFile(join(directory, 'file'), '');
      const { problems } = await loadCertificates(CLUSTER, {
        directory: join(directory, 'file'),
        now: NOW,
        databaseClient: 'cloudify',
      });
      expect(problems).toEqual([
        {
          where: join(directory, 'file'),
          what: 'the certificate directory is a file',
          next: 'name a directory in tls.directory, or move the file',
        },
      ]);
      await expect(createCertificateDirectory(join(directory, 'file'))).rejects.toMatchObject({
        exitCode: 2,
        problems,
      });
      await expect(createCertificateDirectory(join(directory, 'file', 'below'))).rejects.toMatchObject({
        problems: [{ what: problems[0]?.what }],
      });
    });
  });

  test('reports a directory in the place of a certificate', async () => {
    await inDirectory({}, async (directory) => {
      const { problems } = await loadCertificates(
        { ...CLUSTER, hosts: [] },
        { directory: join(directory, '..'), now: NOW, databaseClient: 'cloudify' },
      );
      expect(problems).toHaveLength(1);
    });
  });
});
