import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadInventory } from '../../src/inventory/load.ts';
import { measure } from '../measure/process.ts';
import type { Job } from '../work/job.ts';
import type { Programs } from '../work/bundle.ts';
import { writeJob } from './hosts.ts';
import type { WritableHosts } from './sshd.ts';
import { onEachHost, writeSshConfig } from './ssh-config.ts';

const DIRECTORY = '/srv/quorate-bench/files';

/** Returns the hosts of an inventory, which all have the same account and key. Their own files stay unchanged. */
export async function inventoryHosts(programs: Programs, inventory: string): Promise<WritableHosts> {
  const { cluster } = await loadInventory(inventory, process.env);
  const [first] = cluster.hosts;
  if (!first?.ssh.identity) throw new Error(`${inventory} needs ssh.identity for this benchmark`);
  const directory = mkdtempSync(join(tmpdir(), 'quorate-bench-'));
  const { user, become, identity, knownHosts } = first.ssh;
  const hosts = cluster.hosts.map(({ name, address, ssh }) => ({ name, address, port: ssh.port }));
  const job: Job = { hosts, user, become, identity, knownHosts, directory: DIRECTORY };
  const file = writeJob(directory, job);
  const config = writeSshConfig(directory, job);
  return {
    job,
    file,
    config,
    fill: async () => void (await measure({ words: [process.execPath, programs.at('work/script'), file] })),
    empty: () => onEachHost(config, job, 'rm -rf /srv/quorate-bench'),
    stop: async () => {
      await onEachHost(config, job, 'rm -rf /srv/quorate-bench');
      rmSync(directory, { recursive: true });
    },
  };
}
