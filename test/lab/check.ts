import { checkBalancer } from './check/balancer.ts';
import { checkBrokers } from './check/brokers.ts';
import { checkEtcd, checkPatroni } from './check/databases.ts';
import { attempt, type Finding } from './check/finding.ts';
import { checkKeys } from './check/keys.ts';
import { checkManagers } from './check/managers.ts';
import { findHost, hostsOf, type LabHost, tenHosts } from './hosts.ts';
import { sleep } from './shell.ts';

export type { Finding };

/**
 * Looks at a finished cluster from inside its hosts, owing nothing to quorate: `docker exec`, the services' own
 * interfaces, and a client's view. `hosts` are those that should be its members; `okStatus` what their release answers
 * on /api/v3.1/ok: 404 before 6.0.
 */
export async function checkCluster(
  hosts: readonly LabHost[] = tenHosts,
  okStatus: 200 | 404 = 200,
): Promise<readonly Finding[]> {
  const managers = hostsOf('manager', hosts);
  const findings = [await checkServices(hosts, okStatus)];
  for (const balancer of hostsOf('load_balancer', hosts)) {
    const question = { balancer, managers, from: asker(hosts) };
    findings.push(await attempt(`${balancer.name} can be asked`, () => checkBalancer(question)));
  }
  findings.push(await attempt('the disks can be searched', () => checkKeys(hosts)));
  return findings.flat();
}

/** The quick part of it: the databases, brokers and managers among themselves. */
export async function checkServices(
  hosts: readonly LabHost[] = tenHosts,
  okStatus: 200 | 404 = 200,
): Promise<readonly Finding[]> {
  const databases = hostsOf('database', hosts);
  const brokers = hostsOf('broker', hosts);
  const managers = hostsOf('manager', hosts);
  const from = asker(hosts);
  const findings = await Promise.all([
    databases.length > 0 ? attempt('etcd can be asked', () => checkEtcd(databases, from)) : [],
    databases.length > 0 ? attempt('Patroni can be asked', () => checkPatroni(databases, from)) : [],
    brokers.length > 0 ? attempt('RabbitMQ can be asked', () => checkBrokers(brokers)) : [],
    attempt('the managers can be asked', () => checkManagers({ managers, from, okStatus })),
  ]);
  return findings.flat();
}

/** After a restore or a fault: waits until the services are well again, and returns what was not if they never are. */
export async function settled(
  seconds: number,
  hosts: readonly LabHost[] = tenHosts,
): Promise<readonly Finding[]> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const wrong = (await checkServices(hosts)).filter((f) => !f.ok);
    if (wrong.length === 0 || Date.now() > deadline) return wrong;
    await sleep(1000);
  }
}

/** The host that asks: one that has nothing to do with the balancer, which must not take it for a manager's. */
const asker = (hosts: readonly LabHost[]): string =>
  (hostsOf('broker', hosts)[0] ?? hostsOf('database', hosts)[0] ?? bystander).name;

/** It runs beside every layout. */
const bystander = findHost('rabbit1');
