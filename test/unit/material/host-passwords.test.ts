import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/errors.ts';
import { readInventory } from '../../../src/inventory/read.ts';
import type { Inventory } from '../../../src/inventory/inventory.ts';
import { withHostPasswords } from '../../../src/material/host-passwords.ts';
import { hostNamed } from '../../../src/model/cluster.ts';

const directory = mkdtempSync(join(tmpdir(), 'quorate-logins-'));
afterAll(() => rmSync(directory, { recursive: true }));
const env = { PATH: process.env['PATH'] };

function inventory(ssh: string, ofDb2 = ''): Inventory {
  const hosts = (name: string, from: number) =>
    [1, 2, 3]
      .map((n) => `{ name: ${name}${n}, address: 10.0.0.${from + n}${name + n === 'db2' ? ofDb2 : ''} }`)
      .join(', ');
  const text = `name: test
cloudify: { version: 7.0.4, license: license.yaml }
ssh: { user: operator, ${ssh} }
tls: { directory: certificates }
secrets: { file: secrets.age }
databases: { hosts: [${hosts('db', 10)}] }
brokers: { hosts: [${hosts('rabbit', 20)}] }
managers: { hosts: [${hosts('manager', 30)}] }
`;
  const { inventory: read, problems } = readInventory(text, {
    path: 'inventory.yaml',
    directory,
    home: '/root',
    env: {},
  });
  if (!read) throw new Error(JSON.stringify(problems));
  return read;
}

test('reads passwords of hosts from files and from commands, each once', async () => {
  writeFileSync(join(directory, 'sudo.txt'), 'open sesame\n', { mode: 0o600 });
  const ssh = `password: { command: [sh, -c, 'echo x >>asked; echo hunter2'] }, become: { password: { file: sudo.txt } }`;
  const read = inventory(ssh, ', ssh: { password: { command: [echo, own] } }');
  expect(hostNamed(read.cluster, 'db1').ssh.password).toBeUndefined();
  const { cluster } = await withHostPasswords(read, env);
  const of = (name: string) => {
    const { password, becomePassword } = hostNamed(cluster, name).ssh;
    return [password?.reveal(), becomePassword?.reveal()];
  };
  expect(of('db1')).toEqual(['hunter2', 'open sesame']);
  expect(of('db2')).toEqual(['own', 'open sesame']);
  expect(readFileSync(join(directory, 'asked'), 'utf8')).toBe('x\n');
  expect(JSON.stringify(cluster)).not.toMatch(/hunter2|sesame/);
});

test('reports a password that cannot be read once, with its position in the inventory', async () => {
  const read = inventory(`password: { command: ['false'] }`, ', ssh: { password: { file: none.txt } }');
  const error: unknown = await withHostPasswords(read, env).catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw new Error('the passwords were read');
  expect(error.problems.map(({ where, what }) => `${where}: ${what}`).sort()).toEqual([
    'inventory.yaml:3:34: false: the command failed: exit code 1',
    `inventory.yaml:6:107: ${directory}/none.txt: the file of this secret does not exist`,
  ]);
});

test('returns the same inventory if there is no password to load', async () => {
  const read = inventory('agent: true');
  expect(await withHostPasswords(read, env)).toBe(read);
});
