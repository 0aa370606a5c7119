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

async function show(args: readonly string[], config = join(folder, 'config'), path = process.env['PATH']) {
  const fake = fakeEdges({ env: { PATH: path, QUORATE_SSH_CONFIG: config } });
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

/** Sets the client of all hosts, and the text of ssh_config. */
function set(client: string, config = ''): void {
  writeFileSync(join(folder, 'inventory.yaml'), threeEach.replace(/^ssh:$/m, `ssh:\n  client: ${client}`));
  writeFileSync(join(folder, 'config'), config);
}

test('prints the client of a host, and why', async () => {
  expect((await show(['db1'])).stdout).toContain('  client: ssh2 (the default)\n');
  set('openssh');
  expect((await show(['db1'])).stdout).toContain(
    '  client: openssh, the `ssh` of this machine (`ssh.client` of the inventory)\n',
  );
  set('auto');
  expect((await show(['db1'])).stdout).toContain('  client: ssh2 (auto: nothing needs OpenSSH)\n');
  set('auto', 'ProxyCommand nc %h %p\n');
  expect((await show(['db1'])).stdout).toContain(
    `  client: openssh, the \`ssh\` of this machine (auto, for ProxyCommand of ssh_config (${join(folder, 'config')}:1))\n`,
  );
});

test('prints the client as JSON; hosts behind one bastion have the same', async () => {
  set('auto', 'Host 10.20.0.11\n  CertificateFile /keys/cert.pub\nHost 10.20.0.*\n  ProxyJump bastion\n');
  const { hosts } = JSON.parse((await show(['--output', 'json'])).stdout) as {
    hosts: { host: string; client: object }[];
  };
  const of = (name: string) => hosts.find(({ host }) => host === name)?.client;
  const at = `${join(folder, 'config')}:2`;
  expect(of('db1')).toEqual({
    name: 'openssh',
    by: 'auto',
    reasons: [`CertificateFile of ssh_config (${at})`],
  });
  expect(of('db2')).toEqual({
    name: 'openssh',
    by: 'auto',
    reasons: [expect.stringMatching(/^bastion \S*bastion\S*, whose connection it shares with db1$/)],
  });
});

test.each(['KbdInteractiveAuthentication', 'ChallengeResponseAuthentication'])(
  'reads %s as the same setting, with ssh and with the parser',
  async (keyword) => {
    writeFileSync(join(folder, 'config'), `${keyword} no\n`);
    const line = `only with the OpenSSH client: KbdInteractiveAuthentication no (${join(folder, 'config')}:1)`;
    for (const path of [process.env['PATH'], '/nowhere'])
      expect((await show(['db1'], undefined, path)).stdout).toContain(line);
  },
);

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
