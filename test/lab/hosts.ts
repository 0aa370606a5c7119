import { LabError } from './shell.ts';

/**
 * Roles of the lab's hosts. Names, addresses and accounts are the same as in docker-compose.test.yml and
 * image/build.sh.
 */
export type LabRole = 'database' | 'broker' | 'manager' | 'load_balancer';

export interface LabHost {
  readonly name: string;
  readonly address: string;
  readonly role: LabRole;
  /** Not one of the ten hosts. Started only by name, for tests that add or replace hosts. */
  readonly spare: boolean;
}

const host = (name: string, last: number, role: LabRole): LabHost => ({
  name,
  address: `198.51.100.${last}`,
  role,
  spare: name.endsWith('4') || name === 'lb2',
});

export const allHosts: readonly LabHost[] = [
  ...[1, 2, 3, 4].map((n) => host(`db${n}`, 10 + n, 'database')),
  ...[1, 2, 3, 4].map((n) => host(`rabbit${n}`, 20 + n, 'broker')),
  ...[1, 2, 3, 4].map((n) => host(`manager${n}`, 30 + n, 'manager')),
  ...[1, 2].map((n) => host(`lb${n}`, 40 + n, 'load_balancer')),
];

/** External PostgreSQL and RabbitMQ. They are not part of the cluster, and no test logs in to them. */
export const externalHosts: readonly LabHost[] = [
  { name: 'extdb1', address: '198.51.100.51', role: 'database', spare: true },
  { name: 'extmq1', address: '198.51.100.61', role: 'broker', spare: true },
];

export const everyHost: readonly LabHost[] = [...allHosts, ...externalHosts];

export const tenHosts: readonly LabHost[] = allHosts.filter((h) => !h.spare);
export const balancer = findHost('lb1');
export const network = 'quorate';

/**
 * `operator` uses sudo without a password, `cautious` with `askingPassword`. Both, and root, log in with the lab's
 * key.
 */
export const accounts = { free: 'operator', asking: 'cautious', askingPassword: 'cautious-lab' } as const;

export function findHost(name: string): LabHost {
  const found = everyHost.find((h) => h.name === name);
  if (!found)
    throw new LabError(
      `no such host in the lab: ${name} (known hosts: ${everyHost.map((h) => h.name).join(', ')})`,
    );
  return found;
}

export const hostsOf = (role: LabRole, hosts: readonly LabHost[] = tenHosts): readonly LabHost[] =>
  hosts.filter((h) => h.role === role);
