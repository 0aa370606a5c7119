import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, SshSettings } from '../../../src/model/cluster.ts';

/**
 * A host for tests: a real sshd on loopback in its own mount namespace, with its own /etc, /run, /home and /var/lib.
 * Accounts: root, `free` (sudo without a password), `asking` (sudo with the password `right-horse`), `unprivileged`
 * (no sudo). All accept the test's key; `asking` accepts its password too.
 */
export interface Machine {
  /** A process in the mount namespace of the machine. */
  readonly pid: number;
  readonly port: number;
  readonly directory: string;
  /** The private key that all accounts accept. */
  readonly identity: string;
  readonly knownHosts: string;
  readonly hostKeys: readonly string[];
  /** Returns the path outside the namespace of a path on the machine. */
  at(path: string): string;
  /** Runs a shell line on the machine, bypassing the tested code. */
  shell(line: string): string;
  host(ssh?: Partial<SshSettings>): Host;
  /** Deletes all files of Quorate and of the contract tests (/srv/contract). */
  wipe(): void;
  /** Closes every open connection; new connections are accepted. */
  cutAll(): void;
  stop(): Promise<void>;
}

export interface MachineOptions {
  /** Additional lines of sshd_config. */
  readonly sshd?: readonly string[];
  /** MaxStartups of sshd. By default, it refuses no connection. */
  readonly startups?: string;
  /** Programs of the product on the machine: shell scripts by name. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Replaces `sh`; by default it is the distribution's. */
  readonly sh?: '/bin/bash' | '/bin/busybox';
  /** Programs in /usr/bin that busybox replaces. */
  readonly busybox?: readonly string[];
}

export const SUDO_PASSWORD = 'right-horse';
const HERE = import.meta.dirname;

/** @throws Error if not root, or if sshd, sudo or busybox are missing, so that tests are never skipped silently */
export async function startMachine(options: MachineOptions = {}): Promise<Machine> {
  requireTools();
  const directory = mkdtempSync(join(tmpdir(), 'quorate-sshd-'));
  const port = await freePort();
  prepare(directory, port, options);
  const child = spawn(
    'unshare',
    [
      '--mount',
      '--propagation',
      'private',
      'sh',
      join(HERE, 'setup.sh'),
      directory,
      options.sh ?? '',
      ...(options.busybox ?? []),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const output: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  await untilListening(child, output);
  return machine(child, directory, port);
}

function machine(child: ChildProcess, directory: string, port: number): Machine {
  const pid = child.pid ?? 0;
  const knownHosts = join(directory, 'known_hosts');
  const hostKeys = ['ed25519', 'rsa'].map((type) =>
    readFileSync(join(directory, `test_${type}.pub`), 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' '),
  );
  writeFileSync(knownHosts, hostKeys.map((key) => `[127.0.0.1]:${port},[::1]:${port} ${key}\n`).join(''));
  return {
    pid,
    port,
    directory,
    identity: join(directory, 'id_ed25519'),
    knownHosts,
    hostKeys,
    at: (path) => `/proc/${pid}/root${path}`,
    shell: (line) => inside(pid, line),
    wipe: () => void inside(pid, 'rm -rf /srv/contract /etc/quorate /var/lib/quorate /run/quorate'),
    host: (ssh = {}) => hostAt(port, { identity: join(directory, 'id_ed25519'), knownHosts, ...ssh }),
    cutAll: () => childrenOf(pid).forEach((session) => killTree(session)),
    stop: async () => {
      childrenOf(pid).forEach((session) => killTree(session));
      child.kill();
      if (child.exitCode === null) await new Promise((done) => child.once('exit', done));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function inside(pid: number, line: string): string {
  return execFileSync('nsenter', ['--target', String(pid), '--mount', 'sh', '-c', line], {
    encoding: 'utf8',
  });
}

/** Returns a cluster host on loopback. */
export function hostAt(port: number, ssh: Partial<SshSettings> & Pick<SshSettings, 'knownHosts'>): Host {
  return {
    name: 'db1',
    role: 'database',
    address: '127.0.0.1',
    ssh: { user: 'root', port, agent: false, become: false, connectTimeoutMs: 10_000, ...ssh },
    privateIp: '127.0.0.1',
    publicIp: '127.0.0.1',
    hostname: 'db1',
    networks: {},
    overlay: {},
  };
}

function requireTools(): void {
  if (process.getuid?.() !== 0) throw new Error('these tests start sshd and make accounts: run them as root');
  const missing = ['/usr/sbin/sshd', '/usr/bin/sudo', '/bin/busybox'].filter((path) => !existsSync(path));
  if (missing.length > 0)
    throw new Error(`these tests need ${missing.join(', ')}: apt-get install openssh-server sudo busybox`);
}

function prepare(directory: string, port: number, options: MachineOptions): void {
  chmodSync(directory, 0o755);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(directory, 'id_ed25519')]);
  writeFileSync(join(directory, 'authorized_keys'), readFileSync(join(directory, 'id_ed25519.pub')));
  mkdirSync(join(directory, 'bin'));
  const programs = { 'quorate-test': 'exit 0', ...options.programs };
  for (const [name, text] of Object.entries(programs))
    writeFileSync(join(directory, 'bin', name), `#!/bin/sh\n${text}\n`);
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    'ListenAddress ::1',
    'HostKey /etc/ssh/test_ed25519',
    'HostKey /etc/ssh/test_rsa',
    'PermitRootLogin yes',
    `AuthorizedKeysFile .ssh/authorized_keys ${join(directory, 'authorized_keys')}`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'MaxSessions 2',
    `MaxStartups ${options.startups ?? 100}`,
    ...(options.sshd ?? []),
  ];
  writeFileSync(join(directory, 'sshd_config'), `${config.join('\n')}\n`);
}

async function untilListening(child: ChildProcess, output: readonly string[]): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!output.join('').includes('Server listening on 127.0.0.1')) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`sshd did not start: ${output.join('')}`);
    await sleep(20);
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Lists the child processes, so that only processes of this sshd are ended. */
function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return undefined;
  }
}

function killTree(pid: number): void {
  const below = childrenOf(pid);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
  below.forEach(killTree);
}
