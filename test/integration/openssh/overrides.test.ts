import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Host } from '../../../src/model/cluster.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import type { Transport } from '../../../src/transport/port.ts';
import { OPENSSH, opensshTransport, processesWith, remaining } from '../../support/openssh/client.ts';
import { hostAt, startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { sshdVariants } from '../../support/sshd/variants.ts';
import type { Variants } from '../../support/sshd/variants.ts';
import { problemOf } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

let directory: string;
let machine: Machine;
let bastion: Machine;
let variants: Variants;
const transports: Transport[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-overrides-'));
  [machine, bastion] = await Promise.all([startMachine(), startMachine()]);
  variants = sshdVariants(machine);
});
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
});
afterAll(async () => {
  variants.stop();
  await Promise.all([machine.stop(), bastion.stop()]);
  rmSync(directory, { recursive: true });
});

const at = (name: string) => join(directory, name);

/** A transport that reads this ssh_config, and the keywords that it reports as overridden. */
function transportWith(lines: readonly string[], options: Partial<SshOptions> = {}) {
  writeFileSync(at('config'), `${lines.join('\n')}\n`);
  const noted: string[] = [];
  const source = { program: 'ssh', env: process.env, home: directory, localUser: 'root', file: at('config') };
  const transport = opensshTransport(at('config'), {
    sshConfig: source,
    onIgnored: ({ keyword }) => void noted.push(keyword),
    ...options,
  });
  transports.push(transport);
  return { transport, noted };
}

/** A host whose known_hosts file is that of ssh_config, or the default one. */
const host = (knownHosts = at('known')): Host =>
  hostAt(machine.port, { ...OPENSSH, identity: machine.identity, knownHosts, defaults: ['known_hosts'] });

function recordKeys(file: string, ...machines: readonly Machine[]): string {
  writeFileSync(file, machines.map(({ knownHosts }) => readFileSync(knownHosts, 'utf8')).join(''));
  return file;
}

/** Settings that would weaken a connection, or leave something behind. */
const WEAKENING = () => [
  'StrictHostKeyChecking no',
  'ForwardAgent yes',
  'ControlMaster auto',
  `ControlPath ${at('foreign-%r')}`,
  'ControlPersist yes',
  'PermitLocalCommand yes',
  `LocalCommand touch ${at('local')}`,
  'ForkAfterAuthentication yes',
];

test('an accepted host key is recorded, although ssh_config sets UserKnownHostsFile /dev/null', async () => {
  const { transport, noted } = transportWith(['UserKnownHostsFile /dev/null'], { acceptNewHostKeys: true });
  await transport.connect(host(at('recorded')));
  expect(readFileSync(at('recorded'), 'utf8')).toContain(machine.hostKeys[0]?.split(' ')[1]);
  expect(noted).toEqual(['UserKnownHostsFile']);
});

test('ssh stays in the foreground and ends with the connection', async () => {
  const known = recordKeys(at('foreground'), machine);
  const { transport, noted } = transportWith([`UserKnownHostsFile ${known}`, ...WEAKENING()]);
  const session = await transport.connect(host());
  expect(noted).toContain('ForkAfterAuthentication');
  expect(processesWith('quorate-ssh').length).toBeGreaterThan(0);
  await session.close();
  expect(await remaining(`IdentityFile=${machine.identity}`)).toEqual([]);
});

test.each([
  ['Ciphers aes128-cbc', 'no common cipher'],
  ['KexAlgorithms diffie-hellman-group14-sha1', 'no common key exchange algorithm'],
  ['MACs hmac-md5', 'no common MAC'],
])('a host that has only %s is refused, although ssh_config allows it', async (line, expected) => {
  const ciphers = line.startsWith('MACs') ? ['Ciphers aes256-ctr'] : [];
  const port = await variants.portOf([line, ...ciphers]);
  const { transport, noted } = transportWith([line, ...ciphers]);
  const known = at('weak');
  writeFileSync(known, machine.hostKeys.map((key) => `[127.0.0.1]:${port} ${key}\n`).join(''));
  const weak = hostAt(port, { ...OPENSSH, identity: machine.identity, knownHosts: known });
  expect((await problemOf(transport.connect(weak))).what).toContain(expected);
  expect(noted).toEqual([line.split(' ')[0]]);
});

describe('a bastion of ProxyJump in ssh_config', () => {
  const jump = (known: string) => [
    'Host jump',
    '  HostName 127.0.0.1',
    `  Port ${bastion.port}`,
    '  User asking',
    `  IdentityFile ${bastion.identity}`,
    `  UserKnownHostsFile ${known}`,
    ...WEAKENING().map((line) => `  ${line}`),
    'Host 127.0.0.1',
    '  ProxyJump jump',
  ];

  test('is reached with the strict options of hosts, and its settings are named', async () => {
    const known = recordKeys(at('both'), machine, bastion);
    const { transport, noted } = transportWith(jump(known));
    const session = await transport.connect({ ...host(known), ssh: { ...host(known).ssh, defaults: [] } });
    expect(noted).toEqual(expect.arrayContaining(['StrictHostKeyChecking', 'ForwardAgent', 'ControlPath']));
    expect(existsSync(at('local'))).toBe(false);
    expect(existsSync(at('foreign-asking'))).toBe(false);
    await session.close();
    await transport.close();
    expect(await remaining(`IdentityFile=${machine.identity}`)).toEqual([]);
    expect(await remaining('--\0jump')).toEqual([]);
  });

  test('is refused if its host key is unknown', async () => {
    const known = recordKeys(at('target-only'), machine);
    const { transport } = transportWith(jump(known));
    const target = { ...host(known), ssh: { ...host(known).ssh, defaults: [] } };
    const problem = await problemOf(transport.connect(target));
    expect(problem).toMatchObject({
      where: 'db1',
      what: expect.stringMatching(/^bastion jump: unknown host key/),
    });
  });
});
