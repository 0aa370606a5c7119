import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from '../measure/process.ts';
import type { Job } from '../work/job.ts';

/** Writes a configuration of OpenSSH that reaches the hosts by name and keeps connections open between runs. */
export function writeSshConfig(directory: string, job: Job): string {
  const file = join(directory, 'ssh_config');
  const hosts = job.hosts.map(
    ({ name, address, port }) =>
      `Host ${name}\n  HostName ${address}\n  Port ${port}\n  HostKeyAlias ${aliasOf(address, port)}\n`,
  );
  const all = [
    'Host *',
    `  User ${job.user}`,
    `  IdentityFile ${job.identity}`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile ${job.knownHosts}`,
    '  ControlMaster auto',
    `  ControlPath ${directory}/cm-%C`,
    '  ControlPersist 60',
  ];
  writeFileSync(file, `${[...hosts, ...all].join('\n')}\n`);
  return file;
}

/** Runs a command as root on every host at once. */
export async function onEachHost(config: string, { hosts, become }: Job, command: string): Promise<void> {
  const words = (name: string) => ['ssh', '-F', config, name, `${become ? 'sudo -n ' : ''}${command}`];
  await Promise.all(hosts.map(({ name }) => measure({ words: words(name) })));
}

function aliasOf(address: string, port: number): string {
  return port === 22 ? address : `[${address}]:${port}`;
}
