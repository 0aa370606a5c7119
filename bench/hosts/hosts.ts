import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKey } from '../../test/support/sshd/server.ts';
import { jobFiles } from '../work/job.ts';
import type { Job } from '../work/job.ts';
import type { Programs } from '../work/bundle.ts';

/** Hosts of a benchmark, and the file with their job. */
export interface BenchHosts {
  readonly job: Job;
  readonly file: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts hosts that repeat recorded output. Their directory is on this machine and has all files already.
 * @throws Error unless root, because the worker of Quorate runs as root
 */
export async function replayingHosts(programs: Programs, count: number): Promise<BenchHosts> {
  if (process.getuid?.() !== 0) throw new Error('these benchmarks run scripts as root: run them as root');
  const directory = mkdtempSync(join(tmpdir(), 'quorate-bench-'));
  const hostKey = makeKey(directory, 'host');
  const identity = makeKey(directory, 'id_ed25519');
  const child = spawn(process.execPath, [programs.at('hosts/replaying'), String(count), hostKey], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ports = JSON.parse(await firstLine(child)) as readonly number[];
  const key = readFileSync(`${hostKey}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
  const knownHosts = join(directory, 'known_hosts');
  writeFileSync(knownHosts, ports.map((port) => `[127.0.0.1]:${port} ${key}\n`).join(''));
  const job: Job = {
    hosts: ports.map((port, index) => ({ name: `host${index + 1}`, address: '127.0.0.1', port })),
    user: 'root',
    become: false,
    identity,
    knownHosts,
    directory: join(directory, 'files'),
  };
  mkdirSync(job.directory, { mode: 0o755 });
  for (const { name, text } of jobFiles()) writeFileSync(join(job.directory, name), text, { mode: 0o644 });
  return {
    job,
    file: writeJob(directory, job),
    stop: async () => {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
      rmSync(directory, { recursive: true });
    },
  };
}

export function writeJob(directory: string, job: Job): string {
  const file = join(directory, 'job.json');
  writeFileSync(file, JSON.stringify(job));
  return file;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text;
}
