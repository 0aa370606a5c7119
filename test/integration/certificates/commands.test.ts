import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { verifies } from './openssl.ts';
import { FILES, workspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

jest.setTimeout(180_000);

let here: Workspace;
/** A workspace whose certificates several tests share, because generating keys takes long. */
let issued: Workspace;
beforeAll(async () => {
  issued = await workspace();
  await issued.certificates('issue');
});
afterAll(() => issued.remove());
beforeEach(async () => {
  here = await workspace();
});
afterEach(() => here.remove());

const alreadyIssued = () => cp(issued.at(''), here.at(''), { recursive: true });

describe('issue', () => {
  test('issues certificates that pass check, and keeps them when it runs again', async () => {
    const first = await here.certificates('issue');
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toBe(
      [...['ca', ...FILES].map((file) => `${`${file}.crt`.padEnd(30)}  new`), ''].join('\n') +
        'certificates: 6 certificates issued, 0 kept\n',
    );
    expect(await here.certificates('check')).toEqual({
      code: 0,
      stderr: '',
      stdout: `certificates

file                   certificate  chain  dates  names  use  key  mode  days
ca                     ok           ok     ok     -      -    -    -     3649
db1                    ok           ok     ok     ok     ok   ok   ok    824
db2                    ok           ok     ok     ok     ok   ok   ok    824
rabbit1                ok           ok     ok     ok     ok   ok   ok    824
manager1               ok           ok     ok     ok     ok   ok   ok    824
manager1-db-client     ok           ok     ok     ok     ok   ok   ok    824
manager1-db-superuser  ok           ok     ok     ok     ok   ok   ok    824
`,
    });
    const again = await here.certificates('issue', '--output', 'json');
    expect(JSON.parse(again.stdout)).toMatchObject({ kept: 6, written: [] });
  });

  test('decrypts the key of the CA only with its passphrase', async () => {
    const right = { QUORATE_AGE_PASSPHRASE: 'correct horse' };
    await here.withEnvironment(right, 'issue');
    await rm(here.at('db1.crt'));
    const { code, stderr } = await here.withEnvironment({ QUORATE_AGE_PASSPHRASE: 'wrong' }, 'issue');
    expect([code, stderr]).toEqual([2, expect.stringContaining('certificates/ca.key.age: the passphrase')]);
    expect(await here.withEnvironment(right, 'issue')).toMatchObject({ code: 0 });
    expect(await verifies(join(here.directory, 'certificates'), 'db1', '10.0.0.11')).toContain('OK');
  });
});

describe('check', () => {
  test('marks and reports problems, and exits with 2', async () => {
    await alreadyIssued();
    await writeFile(here.at('db1.key'), await readFile(here.at('db2.key')));
    await rm(here.at('db2.crt'));
    const { code, stdout, stderr } = await here.certificates('check');
    expect(code).toBe(2);
    expect(stdout).toContain(
      'db1                    ok           ok     ok     ok     ok   WRONG  ok    824\n',
    );
    expect(stdout).toContain(
      'db2                    WRONG        ?      ?      ?      ?    ?      ok    ?\n',
    );
    expect(stderr).toContain('db1.key: the key does not match the certificate of db1');
    expect(stderr).toContain('db2.crt: the certificate of db2 does not exist');
  });

  test('reports problems as JSON', async () => {
    await alreadyIssued();
    await rm(here.at('db2.key'));
    const { code, stdout, stderr } = await here.certificates('check', '--output', 'json');
    expect([code, stderr]).toEqual([2, '']);
    const report = JSON.parse(stdout) as { certificates: unknown[]; problems: unknown[] };
    expect(report.certificates).toHaveLength(7);
    expect(report.certificates[2]).toMatchObject({
      host: 'db2',
      file: 'db2',
      checks: { certificate: 'ok', dates: 'ok', key: 'wrong', mode: 'unknown' },
      daysLeft: 824,
      until: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(report.problems).toMatchObject([{ what: 'the key of db2 does not exist' }]);
  });

  test('warns about certificates that expire soon, and exits with 0', async () => {
    await alreadyIssued();
    const later = { ...systemClock, now: () => Date.now() + 800 * 86_400_000 };
    const fake = fakeEdges({ clock: later });
    expect(await main(['certificates', 'check', join(here.directory, 'i.yaml')], fake.edges)).toBe(0);
    expect(fake.stdout()).toContain('SOON');
    expect(fake.stdout()).toMatch(/^warning: db1\.crt: the certificate of db1 expires in 24 days, on /m);
  });

  test('reports a missing directory', async () => {
    const { code, stdout, stderr } = await here.certificates('check');
    expect([code, stdout]).toEqual([2, expect.stringMatching(/^ca +WRONG +\? +\? +- +- +- +- +\?$/m)]);
    expect(stderr).toContain('certificates: the certificate directory does not exist');
  });
});
