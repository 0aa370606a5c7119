import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Transport } from '../../../src/transport/port.ts';
import { OPENSSH, opensshTransport } from '../../support/openssh/client.ts';
import { hostAt, startMachine } from '../../support/sshd/machine.ts';
import type { Machine, MachineOptions } from '../../support/sshd/machine.ts';
import { makeKey } from '../../support/sshd/server.ts';
import { problemOf } from '../../support/sshd/transport.ts';
import { advised, adviceText } from '../../support/advised.ts';

jest.setTimeout(60_000);

let directory: string;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-openssh-'));
  makeKey(directory, 'user-ca');
  makeKey(directory, 'host-ca');
  makeKey(directory, 'host');
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => rmSync(directory, { recursive: true }));

const at = (name: string) => join(directory, name);
const publicKey = (name: string) =>
  readFileSync(at(`${name}.pub`), 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ');
const keygen = (...args: string[]) => execFileSync('ssh-keygen', ['-q', ...args], { stdio: 'pipe' });

async function machineWith(...sshd: string[]): Promise<Machine> {
  const options: MachineOptions = { sshd };
  const machine = await startMachine(options);
  closing.push(() => machine.stop());
  return machine;
}

function transport(config?: string): Transport {
  if (config !== undefined) writeFileSync(at('config'), config);
  const made = opensshTransport(config === undefined ? 'none' : at('config'));
  closing.push(() => made.close());
  return made;
}

async function works(connecting: ReturnType<Transport['connect']>): Promise<void> {
  const session = await connecting;
  const ask = { program: 'test', args: ['-e', '/'], as: 'root', timeoutMs: 30_000 } as const;
  expect(await session.ask([ask])).toMatchObject([{ code: 0 }]);
}

test('logs in with a user certificate next to the key, which the host knows only through its CA', async () => {
  const machine = await machineWith(`TrustedUserCAKeys ${at('user-ca.pub')}`);
  const identity = makeKey(directory, 'certified');
  const host = machine.host({ ...OPENSSH, identity });
  expect((await problemOf(transport().connect(host))).why).toContain(
    `key ${identity}: rejected by the host;`,
  );
  keygen('-s', at('user-ca'), '-I', 'test', '-n', 'free', '-V', '-1h:+1h', `${identity}.pub`);
  await works(transport().connect(host));
});

test('names a user certificate that the host rejects because it has expired', async () => {
  const machine = await machineWith(`TrustedUserCAKeys ${at('user-ca.pub')}`);
  const identity = makeKey(directory, 'expired');
  keygen('-s', at('user-ca'), '-I', 'test', '-n', 'free', '-V', '20200101:20200102', `${identity}.pub`);
  const problem = await problemOf(transport().connect(machine.host({ ...OPENSSH, identity })));
  expect(problem.why).toContain(`certificate ${identity}-cert.pub: rejected by the host`);
  expect(adviceText(problem.next)).toBe(`check its account and time: ssh-keygen -Lf ${identity}-cert.pub`);
});

test('verifies a host certificate with @cert-authority, and names one for another host', async () => {
  keygen('-s', at('host-ca'), '-I', 'db1', '-h', '-n', '127.0.0.1', at('host.pub'));
  const machine = await machineWith(`HostKey ${at('host')}`, `HostCertificate ${at('host-cert.pub')}`);
  const knownHosts = at('authority');
  writeFileSync(knownHosts, `@cert-authority * ${publicKey('host-ca')}\n`);
  await works(transport().connect(machine.host({ ...OPENSSH, knownHosts })));
  const host = machine.host({ ...OPENSSH, knownHosts });
  const problem = await problemOf(transport('HostKeyAlias db2\n').connect(host));
  expect(advised([problem])[0]).toMatchObject({
    what: 'the host certificate is not valid: name is not a listed principal',
    next: expect.stringMatching(
      /^issue the certificate again for 127.0.0.1; on db1: for file in \S+; do ssh-keygen -Lf /,
    ),
  });
});

test('connects through the ProxyCommand of ssh_config', async () => {
  const machine = await machineWith();
  const marker = at('proxied');
  const proxy = `sh -c 'echo %h:%p >${marker}; exec busybox nc %h %p'`;
  const host = machine.host(OPENSSH);
  await works(transport(`Host 127.0.0.1\n  ProxyCommand ${proxy}\n`).connect(host));
  expect(readFileSync(marker, 'utf8')).toBe(`127.0.0.1:${machine.port}\n`);
});

test('auto selects OpenSSH if ssh_config needs it, and reports why; otherwise ssh2', async () => {
  const machine = await machineWith();
  const config = at('auto');
  writeFileSync(config, 'Host 127.0.0.1\n  ProxyCommand busybox nc %h %p\n');
  const selected: string[] = [];
  const source = { program: 'ssh', env: process.env, home: directory, localUser: 'root' };
  for (const file of [config, '/dev/null']) {
    const auto = opensshTransport(file, {
      sshConfig: { ...source, file },
      onOpenSsh: (host, reasons) => selected.push(`${host} ${reasons.join()}`),
    });
    closing.push(() => auto.close());
    await works(auto.connect(machine.host({ ...OPENSSH, client: 'auto' })));
  }
  expect(selected).toEqual([`db1 ProxyCommand of ssh_config (${config}:2)`]);
});

test('reports a ProxyCommand that fails, with its output and its command line', async () => {
  const machine = await machineWith();
  const config = 'Host *\n  ProxyCommand no-such-program %h\n';
  const problem = await problemOf(transport(config).connect(machine.host(OPENSSH)));
  expect(advised([problem])[0]).toMatchObject({
    what: `cannot connect to 127.0.0.1 port ${machine.port} through ProxyCommand: the command ended`,
    next: 'run it by hand: no-such-program 127.0.0.1',
  });
  expect(problem.lines?.join()).toContain('not found');
});

test('an unknown host key behind a ProxyCommand leads to trust', async () => {
  const machine = await machineWith();
  const unknown = machine.host({ ...OPENSSH, knownHosts: at('nothing-known') });
  const problem = await problemOf(transport('ProxyCommand busybox nc %h %p\n').connect(unknown));
  expect(problem.what).toMatch(/^unknown host key/);
  expect(problem.next).toContainEqual(expect.objectContaining({ command: 'trust' }));
});

test('evaluates Match exec', async () => {
  const machine = await machineWith();
  const config = `Match exec "test %p = ${machine.port}"\n  HostName 127.0.0.1\n`;
  await works(transport(config).connect({ ...machine.host(OPENSSH), address: 'db1.invalid' }));
});

test('overrides what ssh_config would weaken', async () => {
  const machine = await machineWith();
  const config = [
    'Host *',
    'StrictHostKeyChecking no',
    'UserKnownHostsFile /dev/null',
    'ForwardAgent yes',
    `ControlPath ${at('foreign')}`,
    'ControlPersist yes',
    'PermitLocalCommand yes',
    `LocalCommand touch ${at('local')}`,
    'RemoteCommand touch /srv/remote',
    'RequestTTY force',
    'LocalForward 127.0.0.1:1 127.0.0.1:1',
    'ExitOnForwardFailure yes',
  ].join('\n  ');
  await works(transport(config).connect(machine.host(OPENSSH)));
  expect(() => readFileSync(at('local'))).toThrow('ENOENT');
  expect(machine.shell('ls /srv')).not.toContain('remote');
  const unknown = machine.host({ ...OPENSSH, knownHosts: at('none') });
  expect((await problemOf(transport(config).connect(unknown))).what).toContain('unknown host key');
});

test('agrees on a post-quantum key exchange, if the host allows no other', async () => {
  const machine = await machineWith('KexAlgorithms sntrup761x25519-sha512@openssh.com');
  await works(transport().connect(machine.host(OPENSSH)));
  const { port, identity, knownHosts } = machine;
  const old = hostAt(port, { ...OPENSSH, identity, knownHosts });
  const problem = await problemOf(transport('KexAlgorithms curve25519-sha256\n').connect(old));
  expect(problem).toMatchObject({
    what: `cannot connect to 127.0.0.1 port ${port}: no common key exchange algorithm`,
    lines: ['this machine: curve25519-sha256', 'db1: sntrup761x25519-sha512@openssh.com'],
  });
  expect(adviceText(problem.next)).toContain('KexAlgorithms');
});
