import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { operatorDirectory } from './operator-directory.ts';

let folder = '';
beforeAll(async () => {
  folder = await operatorDirectory();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function validate(config: string) {
  const file = join(folder, 'ssh_config');
  writeFileSync(file, config);
  const fake = fakeEdges({ clock: virtualClock(NOW), env: { QUORATE_SSH_CONFIG: file } });
  const code = await main(['validate', join(folder, 'inventory.yaml')], fake.edges);
  return { code, stdout: fake.stdout().replaceAll(/\n +/g, ' '), stderr: fake.stderr() };
}

test('validate warns of files that only ssh_config names', async () => {
  const { code, stdout } = await validate('Host *\n  IdentityFile /nowhere/id\n');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /\nwarning: \S+ssh_config:2: IdentityFile \/nowhere\/id has no effect for db1, .*lb1: the file does not exist\n/,
  );
});

test('validate exits with 2 if the bastions of ssh_config are a loop', async () => {
  const { code, stderr } = await validate('Host *\n  ProxyJump other\n');
  expect([code, stderr]).toEqual([2, expect.stringContaining('more than 8 bastions')]);
});
