import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Host, SshSettings } from '../../../src/model/cluster.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import type { Note } from '../../../src/transport/ssh/config/overridden.ts';
import { hostAt, startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { makeKey } from '../../support/sshd/server.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(120_000);

let folder: string;
let bastion: Machine;
let machine: Machine;
const transports: ReturnType<typeof testTransport>[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-ssh-config-'));
  [bastion, machine] = await Promise.all([startMachine(), startMachine({ sshd: ['MaxAuthTries 3'] })]);
});
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
});
afterAll(async () => {
  await Promise.all([bastion.stop(), machine.stop()]);
  rmSync(folder, { recursive: true });
});

/** A host of which the inventory sets only an alias. */
function alias(ssh: Partial<SshSettings> = {}): Host {
  const defaults = ['user', 'port', 'agent', 'become', 'known_hosts', 'connect_timeout'] as const;
  const host = hostAt(22, { user: '', agent: true, knownHosts: join(folder, 'absent'), defaults, ...ssh });
  return { ...host, address: 'db-alias' };
}

interface Case {
  readonly config: readonly string[];
  readonly program: string;
  readonly options?: Partial<SshOptions>;
  readonly ssh?: Partial<SshSettings>;
}

async function connect({ config, program, options = {}, ssh = {} }: Case) {
  const file = join(folder, 'config');
  writeFileSync(file, `${config.join('\n')}\n`);
  const notes: Note[] = [];
  const transport = testTransport({
    ...options,
    sshConfig: { program, file, home: folder, localUser: 'absent', env: { PATH: process.env['PATH'] ?? '' } },
    onIgnored: (note) => void notes.push(note),
  });
  transports.push(transport);
  const session = await transport.connect(alias(ssh));
  const isOwn = (path: string) =>
    ({ program: 'test', args: ['-O', path], as: 'login', timeoutMs: 5_000 }) as const;
  const [free, root] = await session.ask([isOwn('/home/free'), isOwn('/root')]);
  return { free, root, notes };
}

const reaching = (to: Machine) => [
  'Host db-alias',
  '  HostName 127.0.0.1',
  `  Port ${to.port}`,
  `  IdentityFile ${to.identity}`,
  `  UserKnownHostsFile ${to.knownHosts}`,
];

describe.each(['ssh', 'no-such-ssh'])('with the values of %s', (program) => {
  test('HostName, Port, User, IdentityFile and UserKnownHostsFile reach the host', async () => {
    const { free } = await connect({ config: [...reaching(machine), '  User free'], program });
    expect(free).toMatchObject({ code: 0 });
  });

  test('the user of the inventory takes precedence', async () => {
    const defaults = ['port', 'agent', 'become', 'known_hosts', 'connect_timeout'] as const;
    const ssh = { user: 'root', defaults, become: true };
    const { root } = await connect({ config: [...reaching(machine), '  User free'], program, ssh });
    expect(root).toMatchObject({ code: 0 });
  });

  test('HostKeyAlias is the name in known_hosts', async () => {
    const file = join(folder, 'known-alias');
    writeFileSync(file, machine.hostKeys.map((key) => `production-db ${key}\n`).join(''));
    const config = [
      ...reaching(machine).slice(0, 4),
      ...['  User free', '  HostKeyAlias Production-DB', `  UserKnownHostsFile ${file}`],
    ];
    await connect({ config, program });
    const other = config.map((line) => line.replace('Production-DB', 'another'));
    expect((await problemOf(connect({ config: other, program }))).why).toBe(`no line for another in ${file}`);
  });

  test('ProxyJump names the bastion, whose settings are those of ssh_config', async () => {
    const known = join(folder, 'known-both');
    writeFileSync(
      known,
      [bastion, machine].map(({ knownHosts }) => readFileSync(knownHosts, 'utf8')).join(''),
    );
    const config = [
      ...['Host jump', '  HostName 127.0.0.1', '  User free', `  Port ${bastion.port}`],
      ...[`  IdentityFile ${bastion.identity}`, `  UserKnownHostsFile ${known}`],
      ...[
        ...reaching(machine).slice(0, 4),
        `  UserKnownHostsFile ${known}`,
        '  User free',
        '  ProxyJump jump',
      ],
    ];
    const { free } = await connect({ config, program });
    expect(free).toMatchObject({ code: 0 });
    const wrong = config.map((line) => line.replace(`Port ${bastion.port}`, 'Port 1'));
    expect((await problemOf(connect({ config: wrong, program }))).what).toContain(
      'bastion jump: cannot connect',
    );
  });

  test('a file cannot switch off the verification of host keys; the settings are named once', async () => {
    const config = [...reaching(machine).slice(0, 4), '  User free', '  StrictHostKeyChecking no'];
    const noKeys = [...config, '  UserKnownHostsFile /dev/null', '  ForwardAgent yes'];
    expect((await problemOf(connect({ config: noKeys, program }))).what).toMatch(/^unknown host key/);
    const { notes } = await connect({
      config: [...config, `  UserKnownHostsFile ${machine.knownHosts}`, '  ForwardAgent yes'],
      program,
    });
    expect(notes.map(({ keyword }) => keyword)).toEqual(['StrictHostKeyChecking', 'ForwardAgent']);
  });

  test('ProxyCommand is refused, with its line', async () => {
    const config = [...reaching(machine), '  User free', '  ProxyCommand nc %h %p'];
    expect(await problemOf(connect({ config, program }))).toMatchObject({
      what: expect.stringContaining('ProxyCommand nc %h %p'),
      next: expect.stringContaining(`${join(folder, 'config')}:7`),
    });
  });
});

describe('IdentitiesOnly', () => {
  const socket = () => join(folder, 'agent');
  let pid: number | undefined;
  beforeAll(async () => {
    const agent = spawn('ssh-agent', ['-D', '-a', socket()]);
    pid = agent.pid;
    await new Promise((ready) => agent.stdout.once('data', ready));
    const others = Array.from({ length: 7 }, (_, index) => makeKey(folder, `other-${index}`));
    execFileSync('ssh-add', [...others, machine.identity], {
      env: { ...process.env, SSH_AUTH_SOCK: socket() },
      stdio: 'pipe',
    });
    copyFileSync(`${machine.identity}.pub`, join(folder, 'right.pub'));
  });
  afterAll(() => {
    if (pid !== undefined) process.kill(pid);
  });

  const config = () => [
    ...reaching(machine).filter((line) => !line.includes('IdentityFile')),
    ...['  User free', `  IdentityFile ${join(folder, 'right')}`],
  ];

  test('offers only the named key of eight, so that MaxAuthTries 3 is enough', async () => {
    const options = { agentSocket: socket() };
    const only = [...config(), '  IdentitiesOnly yes'];
    const { free } = await connect({ config: only, program: 'ssh', options });
    expect(free).toMatchObject({ code: 0 });
    await problemOf(connect({ config: config(), program: 'ssh', options }));
  });
});
