import { join } from 'node:path';
import { ready } from '../containers.ts';
import { type Engine, ensureEngine } from '../engine.ts';
import { ensureImages } from '../image.ts';
import { must, sayOnStderr } from '../shell.ts';
import { makeSshFiles, type SshHost, sshPaths } from './keys.ts';

/** Hosts that this machine reaches only through bastions. Addresses are the same as in compose.yml. */
export const bastions = {
  outer: { address: '198.18.0.10' },
  /** `behind`: its address behind the outer bastion. */
  inner: { address: '198.18.0.11', behind: '198.18.0.75' },
} as const;
export const members = [
  { name: 'ssh-db1', address: '198.18.0.141', role: 'databases' },
  { name: 'ssh-db2', address: '198.18.0.142', role: 'databases' },
  { name: 'ssh-rabbit1', address: '198.18.0.151', role: 'brokers' },
  { name: 'ssh-manager1', address: '198.18.0.161', role: 'managers' },
] as const;

const HOSTS: readonly SshHost[] = [
  { name: 'ssh-outer', addresses: [bastions.outer.address], login: 'outer' },
  { name: 'ssh-inner', addresses: [bastions.inner.address, bastions.inner.behind], login: 'inner' },
  ...members.map(({ name, address }) => ({ name, addresses: [address], login: 'member' as const })),
];
const names = HOSTS.map(({ name }) => name);

/** Starts new hosts with new keys. Removes those of an earlier, interrupted run. */
export async function startSshHosts(): Promise<void> {
  const options = { yes: true, say: sayOnStderr };
  const engine = await ensureEngine(options);
  await ensureImages(options);
  await removeAll(engine);
  await makeSshFiles(HOSTS);
  await compose(engine, ['up', '--no-start']);
  await Promise.all(
    names.map((name) => must(['docker', 'cp', `${sshPaths.hostFiles(name)}/.`, `${name}:/etc/ssh/`])),
  );
  await compose(engine, ['start']);
  await ready(names, 120);
}

export async function removeSshHosts(): Promise<void> {
  await removeAll(await ensureEngine({ yes: true, say: sayOnStderr }));
}

async function removeAll(engine: Engine): Promise<void> {
  await compose(engine, ['down', '--volumes', '--timeout', '0']);
}

const compose = ({ compose: program }: Engine, args: readonly string[]) =>
  must([...program, '-f', join(import.meta.dirname, 'compose.yml'), '-p', 'quorate-ssh', ...args]);
