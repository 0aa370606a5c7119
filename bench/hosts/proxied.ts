import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Job } from '../work/job.ts';
import { writeJob } from './hosts.ts';
import { writeSshConfig } from './ssh-config.ts';

/** A job whose hosts are reached through proxies, with its file and its configuration of OpenSSH. */
export interface ProxiedJob {
  readonly job: Job;
  readonly file: string;
  readonly config: string;
}

/**
 * Writes a job with its first hosts at the ports of proxies on loopback; the other hosts are left out. The files are in
 * a new directory next to the known_hosts of the job.
 */
export function throughProxies(job: Job, ports: readonly number[]): ProxiedJob {
  const directory = mkdtempSync(join(dirname(job.knownHosts), 'proxied-'));
  const knownHosts = join(directory, 'known_hosts');
  const known = readFileSync(job.knownHosts, 'utf8');
  const hosts = ports.flatMap((port, index) => {
    const host = job.hosts[index];
    return host ? [{ ...host, address: '127.0.0.1', port }] : [];
  });
  const lines = hosts.flatMap(({ port }, index) => {
    const { address, port: own } = job.hosts[index] ?? { address: '', port: 0 };
    const keys = known.split('\n').filter((line) => line.startsWith(`[${address}]:${own} `));
    return keys.map((key) => `[127.0.0.1]:${port} ${key.split(' ').slice(1).join(' ')}\n`);
  });
  writeFileSync(knownHosts, lines.join(''));
  const proxied = { ...job, hosts, knownHosts };
  return { job: proxied, file: writeJob(directory, proxied), config: writeSshConfig(directory, proxied) };
}
