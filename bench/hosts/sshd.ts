import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMachine } from '../../test/support/sshd/machine.ts';
import type { Machine } from '../../test/support/sshd/machine.ts';
import { jobFiles } from '../work/job.ts';
import type { Job } from '../work/job.ts';
import { writeJob } from './hosts.ts';
import type { BenchHosts } from './hosts.ts';
import { writeSshConfig } from './ssh-config.ts';

const DIRECTORY = '/srv/bench/files';

/** Hosts whose files a benchmark can write and delete. */
export interface WritableHosts extends BenchHosts {
  /** A configuration of OpenSSH that reaches the hosts by name. */
  readonly config: string;
  /** Writes all files, so that there is nothing to change. */
  readonly fill: () => Promise<void>;
  /** Deletes all files, and all of Quorate's own, so that everything is written. */
  readonly empty: () => Promise<void>;
}

/** Starts real sshd processes on loopback, each in its own mount namespace. They share the processors of this machine. */
export async function sshdHosts(count: number): Promise<WritableHosts> {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-bench-'));
  const machines: Machine[] = [];
  for (let n = 0; n < count; n += 1)
    machines.push(await startMachine({ sshd: ['Subsystem sftp internal-sftp'] }));
  const knownHosts = join(directory, 'known_hosts');
  const known = machines.flatMap(({ port, hostKeys }) =>
    hostKeys.map((key) => `[127.0.0.1]:${port} ${key}\n`),
  );
  writeFileSync(knownHosts, known.join(''));
  const [first] = machines;
  const identity = join(directory, 'id_ed25519');
  writeFileSync(identity, readFileSync(first?.identity ?? ''), { mode: 0o600 });
  const login = readFileSync(`${first?.identity}.pub`, 'utf8');
  for (const machine of machines) writeFileSync(join(machine.directory, 'authorized_keys'), login);
  const job: Job = {
    hosts: machines.map(({ port }, index) => ({ name: `host${index + 1}`, address: '127.0.0.1', port })),
    ...{ user: 'root', become: false, identity, knownHosts, directory: DIRECTORY },
  };
  return {
    job,
    file: writeJob(directory, job),
    config: writeSshConfig(directory, job),
    fill: async () => machines.forEach((machine) => fillMachine(machine)),
    empty: async () =>
      machines.forEach((machine) => {
        rmSync(machine.at('/srv/bench'), { recursive: true, force: true });
        machine.wipe();
      }),
    stop: async () => {
      await Promise.all(machines.map((machine) => machine.stop()));
      rmSync(directory, { recursive: true });
    },
  };
}

function fillMachine(machine: Machine): void {
  const directory = machine.at(DIRECTORY);
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  for (const { name, text } of jobFiles()) {
    writeFileSync(join(directory, name), text);
    chmodSync(join(directory, name), 0o644);
  }
}
