import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { threeEach } from '../inventory/reading.ts';
import { fakeEdges } from './edges.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-ssh-config-'));
  const config =
    'Host 10.20.0.11\n  HostName db.example.com\n  User other\n  ForwardAgent yes\n  ProxyJump bastion\n';
  writeFileSync(join(folder, 'inventory.yaml'), threeEach);
  writeFileSync(join(folder, 'config'), config);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function show(args: readonly string[], config = join(folder, 'config')) {
  const fake = fakeEdges({ env: { PATH: process.env['PATH'], QUORATE_SSH_CONFIG: config } });
  const code = await main(['ssh-config', join(folder, 'inventory.yaml'), ...args], fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

test('prints each setting of a host with its source, and the settings that have no effect', async () => {
  const { code, stdout } = await show(['db1']);
  const words = stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(code).toBe(0);
  expect(words).toContainEqual(['HostName', 'db.example.com', `${join(folder, 'config')}:2`]);
  expect(words).toContainEqual(['User', 'operator', 'inventory']);
  expect(words).toContainEqual(['Port', '22', 'default']);
  expect(stdout).toContain(`no effect: ForwardAgent yes (${join(folder, 'config')}:4)`);
});

test('prints all hosts as JSON', async () => {
  const { hosts } = JSON.parse((await show(['--output', 'json'])).stdout) as {
    hosts: { host: string; settings: { keyword: string; value: string; source: string }[] }[];
  };
  expect(hosts).toHaveLength(10);
  const jump = hosts[0]?.settings.find(({ keyword }) => keyword === 'ProxyJump');
  expect(jump).toMatchObject({ source: 'ssh_config', at: [`${join(folder, 'config')}:5`] });
});

test('QUORATE_SSH_CONFIG=none reads no file', async () => {
  const { stdout } = await show(['db1'], 'none');
  expect(stdout).not.toMatch(/config:\d/);
  expect(stdout).toMatch(/HostName +10\.20\.0\.11 +inventory/);
});

test('refuses a host that the inventory does not list', async () => {
  expect(await show(['dbx'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did you mean "db1"?'),
  });
});
