import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import type { Problem } from '../../../src/errors/errors.ts';
import { threeEach } from '../inventory/reading.ts';
import { fakeEdges } from './edges.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-validate-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text, { mode: 0o600 });

async function validate(...flags: readonly string[]) {
  const fake = fakeEdges({ env: { HOME: '/home/operator' } });
  const code = await main(['validate', join(folder, 'inventory.yaml'), ...flags], fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

/** Two hosts with the same address, and several missing local files. */
const BROKEN = threeEach
  .replace('10.20.0.33', '10.20.0.32')
  .replace('  user: operator', '  user: operator\n  password: { file: login.txt }')
  .replace('secrets.age', 'secrets.yaml');

async function breakAll(): Promise<void> {
  await write('inventory.yaml', BROKEN);
  await write('secrets.yaml', 'postgres_password: correcthorsebattery\n');
  await write('playbook.yaml', 'title: Mine\nphases:\n  - { id: elephants, on: all }\n');
}

describe('all problems are reported together', () => {
  test('of the inventory, its files and the playbook', async () => {
    await breakAll();
    const { code, stdout, stderr } = await validate('--playbook', join(folder, 'playbook.yaml'));
    expect([code, stdout]).toEqual([2, '']);
    for (const said of [
      'manager2 already has the address 10.20.0.32',
      'login.txt',
      'the certificate directory does not exist',
      '12 secrets are missing',
      'the package does not exist',
      'the license does not exist',
      'elephants',
    ])
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(said);
    expect(stderr.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('as JSON on stdout only', async () => {
    await breakAll();
    const { code, stdout, stderr } = await validate('--output', 'json');
    expect([code, stderr]).toEqual([2, '']);
    const { problems } = JSON.parse(stdout) as { problems: readonly Problem[] };
    expect(problems.map(({ where = '' }) => where.replace(`${folder}/`, ''))).toEqual([
      'inventory.yaml:29:34',
      'inventory.yaml:10:13',
      'certificates',
      'secrets.yaml',
      'packages/cloudify-manager-install-7.0.4.rpm',
      'license.yaml',
    ]);
  });

  test('does not ask for a passphrase if the inventory is invalid', async () => {
    await breakAll();
    await write('secrets.yaml', 'age-encryption.org/v1\n-> scrypt aaaa 18\nbbbb\n--- cccc\ndddd');
    const { stdout } = await validate('--output', 'json');
    const { problems } = JSON.parse(stdout) as { problems: readonly Problem[] };
    expect(problems.filter(({ where }) => where?.endsWith('secrets.yaml'))).toEqual([]);
  });
});

test('checks every file that SSH reads', async () => {
  await writeFile(join(folder, 'id_old'), Buffer.from('\uFEFF-----BEGIN', 'utf16le'), { mode: 0o600 });
  await mkdir(join(folder, 'keys'));
  await mkdir(join(folder, 'known'));
  const inventory = threeEach
    .replace(
      '  user: operator',
      '  user: operator\n  identity: id_missing\n  known_hosts: known\n  jump: [{ host: bastion, identity: id_bastion }]',
    )
    .replace('10.20.0.11 }', '10.20.0.11, ssh: { identity: keys } }')
    .replace('10.20.0.12 }', '10.20.0.12, ssh: { identity: id_old } }')
    .replace('10.20.0.13 }', '10.20.0.13, ssh: { identity: id_agent, agent: true } }');
  await write(
    'id_agent.pub',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n',
  );
  await write('inventory.yaml', inventory);
  const { code, stdout } = await validate('--output', 'json');
  const { problems } = JSON.parse(stdout) as { problems: readonly Problem[] };
  const ofSsh = problems.filter(({ what }) => /cannot use the key|known hosts/.test(String(what)));
  expect(code).toBe(2);
  expect(ofSsh.map(({ where, what, why }) => `${where ?? ''} ${String(what)}: ${String(why)}`)).toEqual([
    ` cannot use the key ${folder}/keys: it is a directory`,
    ` cannot use the key ${folder}/id_bastion: the file does not exist`,
    ` cannot use the key ${folder}/id_old: it is UTF-16 text, as some programs for Windows write`,
    ` cannot use the key ${folder}/id_missing: the file does not exist`,
    `${folder}/known cannot read the known hosts: ${folder}/known is a directory`,
  ]);
});

test('reports a missing inventory as JSON too', async () => {
  const { code, stdout } = await validate('--output', 'json');
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ problems: [{ what: 'file not found' }] });
});
