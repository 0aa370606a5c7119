import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inspectCertificates } from '../../../src/certificates/read/inspect.ts';
import { renderProblems } from '../../../src/report/problems.ts';
import { cluster } from '../platforms/cloudify/fixture.ts';
import { makeAuthority, NOW } from './authority.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'quorate-missing-'));
  await writeFile(join(directory, 'ca.crt'), (await makeAuthority('Test CA')).certificate);
  await writeFile(join(directory, 'rabbit1.csr'), 'a request');
  await writeFile(join(directory, 'rabbit2.csr'), 'a request');
});
afterAll(() => rm(directory, { recursive: true }));

test('missing certificates and keys are one message with their names and one command for each next step', async () => {
  const { findings } = await inspectCertificates(cluster, {
    directory,
    now: NOW,
    databaseClient: 'cloudify',
  });
  const text = renderProblems(findings, { inventory: 'inventory.yaml' }).replaceAll(/\n +/g, ' ');
  const [requested = '', others = '', ...more] = text.split('\n\n').toSorted((a, b) => a.length - b.length);
  expect(more).toEqual([]);
  expect(requested).toContain(
    '2 certificates do not exist: rabbit1.crt, rabbit2.crt next: have the .csr file next to each',
  );
  expect(others).toContain(
    `${directory.split('/').at(-1)}: 8 certificates and 10 keys do not exist: db1.crt, db1.key,`,
  );
  for (const { name } of cluster.hosts) expect(others).toContain(`${name}.key`);
  expect(others.split('quorate certificates issue')).toHaveLength(2);
});
