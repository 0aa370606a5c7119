import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { bastions, members, removeSshHosts, startSshHosts } from '../lab/ssh/hosts.ts';
import { must } from '../lab/shell.ts';
import { sshPaths } from '../lab/ssh/keys.ts';
import { lonePublicKey, makeCluster, workstation } from './support/behind-bastions.ts';
import type { Workstation } from './support/behind-bastions.ts';

const MINUTE = 60_000;
jest.setTimeout(MINUTE);

const { outer, inner } = bastions;
const key = sshPaths.key;
const member = { identity: key('member') };
const throughInner = { host: `operator@${inner.address}`, identity: key('inner') };
const throughOuter = { host: `operator@${outer.address}`, identity: key('outer') };
const behindOuter = { host: `operator@${inner.behind}`, identity: key('inner') };

let agent: ChildProcess;
const agentSocket = join(sshPaths.directory, 'agent');

beforeAll(async () => {
  await startSshHosts();
  await makeCluster();
  agent = spawn('ssh-agent', ['-D', '-a', agentSocket]);
  await new Promise((ready) => agent.stdout?.once('data', ready));
  const keys = [...sshPaths.others, key('outer'), key('inner'), key('member')];
  execFileSync('ssh-add', keys, { env: { ...process.env, SSH_AUTH_SOCK: agentSocket }, stdio: 'pipe' });
}, 10 * MINUTE);
afterAll(async () => {
  agent?.kill();
  await removeSshHosts();
}, MINUTE);

/** Validates the inventory, and records the keys of the bastions and of the hosts behind them. */
async function trusts({ quorate, knownHosts }: Workstation): Promise<void> {
  expect(await quorate('validate')).toMatchObject({ code: 0 });
  expect(await quorate('trust', '--yes')).toMatchObject({ code: 0 });
  for (const { address } of members) expect(readFileSync(knownHosts, 'utf8')).toContain(`${address} `);
}

/** The number of logins that a bastion has accepted. */
async function loginsOn(host: string): Promise<number> {
  const journal = await must(['docker', 'exec', host, 'journalctl', '--unit', 'ssh', '--output', 'cat']);
  return journal.match(/^Accepted publickey/gm)?.length ?? 0;
}

/** Checks all hosts. */
async function checks({ quorate }: Workstation): Promise<void> {
  const { code, stdout } = await quorate('check');
  expect([code, stdout]).toEqual([0, expect.stringContaining('cluster ssh: 4 hosts, 0 failed')]);
}

/** Plans a deploy on all hosts. @returns the output */
async function plans({ quorate }: Workstation): Promise<string> {
  const { code, stdout, stderr } = await quorate('plan');
  expect([code, stdout]).toEqual([10, expect.stringContaining('deploy would change')]);
  return stdout + stderr;
}

/** Whether an sshd sends its greeting. An address of no network may be answered by a gateway. */
const isReached = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port: 22, timeout: 2_000 });
    const ended = (reached: boolean) => () => (socket.destroy(), resolve(reached));
    socket.once('data', ended(true));
    for (const event of ['timeout', 'error', 'close']) socket.once(event, ended(false));
  });

test('this machine reaches the bastions and no member', async () => {
  const behind = [inner.behind, ...members.map(({ address }) => address)];
  expect(await Promise.all(behind.map(isReached))).toEqual(behind.map(() => false));
});

describe('`ssh.jump` of the inventory', () => {
  test('leads through one bastion, which all hosts share', async () => {
    const ssh = { ...member, jump: [throughInner] };
    const operator = await workstation({ name: 'one-hop', ssh });
    await trusts(operator);
    const before = await loginsOn('ssh-inner');
    await checks(operator);
    expect((await loginsOn('ssh-inner')) - before).toBe(1);
  });

  test.each(['ssh2', 'openssh'])(
    'leads through two bastions, each with its own key, with %s',
    async (client) => {
      const ssh = { ...member, client, jump: [throughOuter, behindOuter] };
      const operator = await workstation({ name: `two-hops-${client}`, ssh });
      await trusts(operator);
      await checks(operator);
    },
  );
});

/** A ssh_config with the two bastions on the way, and the key for each host. */
const config = (keyFor: (name: 'outer' | 'inner' | 'member' | 'certified') => string, login = '') => `
Host ${outer.address}
  IdentityFile ${keyFor('outer')}
Host ${inner.behind}
  IdentityFile ${keyFor('inner')}
Host ${members.map(({ address }) => address).join(' ')}
  ProxyJump operator@${outer.address},operator@${inner.behind}
  ${login || `IdentityFile ${keyFor('member')}`}
`;

describe('ProxyJump of ssh_config', () => {
  test.each(['ssh2', 'openssh'])('leads through two bastions, with %s', async (client) => {
    const settings = { name: `jump-${client}`, ssh: { client }, sshConfig: config(key) };
    const operator = await workstation({ ...settings });
    await trusts(operator);
    await plans(operator);
  });
});

describe('an agent that alone has the right keys, among eight, and hosts that accept three attempts', () => {
  const lone = (name: 'outer' | 'inner' | 'member' | 'certified') => lonePublicKey(key(name), name);

  test('`identity` selects the key', async () => {
    const ssh = { identity: lone('member'), jump: [{ ...throughInner, identity: lone('inner') }] };
    const operator = await workstation({ name: 'agent', ssh, agentSocket });
    await trusts(operator);
    await plans(operator);
  });

  test.each(['ssh2', 'openssh'])('IdentitiesOnly of ssh_config selects the key, with %s', async (client) => {
    const sshConfig = `${config(lone)}Host *\n  IdentitiesOnly yes\n`;
    const settings = { name: `only-${client}`, ssh: { client }, sshConfig, agentSocket };
    const operator = await workstation({ ...settings });
    await trusts(operator);
    await plans(operator);
  });

  test('without a selected key, the error names the limit and the setting', async () => {
    const ssh = { jump: [{ ...throughInner, identity: lone('inner') }] };
    const operator = await workstation({ name: 'all-keys', ssh, agentSocket });
    await trusts(operator);
    const { code, stderr } = await operator.quorate('plan');
    expect(code).toBe(3);
    expect(stderr).toContain('too many keys offered (MaxAuthTries)');
    expect(stderr).toContain('identity');
  });
});

test('a user certificate of ssh_config: `auto` selects OpenSSH and prints why', async () => {
  const login = `IdentityFile ${key('certified')}\n  CertificateFile ${key('certified')}-cert.pub`;
  const settings = { name: 'user-certificate', ssh: { client: 'auto' }, sshConfig: config(key, login) };
  const operator = await workstation({ ...settings });
  await trusts(operator);
  const text = (await plans(operator)).replace(/\s+/g, ' ');
  expect(text).toContain('ssh-db1: uses the ssh of this machine for CertificateFile');
});

test('host certificates: one line of known_hosts verifies all hosts; `auto` selects OpenSSH and prints why', async () => {
  const [type, blob] = readFileSync(sshPaths.authority('host-ca'), 'utf8').split(' ');
  const ssh = { ...member, client: 'auto', jump: [throughOuter, behindOuter] };
  const knownHosts = `@cert-authority 198.18.0.* ${type} ${blob}\n`;
  const text = await plans(await workstation({ name: 'host-certificates', ssh, knownHosts }));
  expect(text.replace(/\s+/g, ' ')).toContain('ssh-db1: uses the ssh of this machine for @cert-authority');
});
