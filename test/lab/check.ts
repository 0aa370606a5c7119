import { checkBalancer } from './check/balancer.ts';
import { checkBrokers } from './check/brokers.ts';
import { checkEtcd, checkPatroni } from './check/databases.ts';
import { attempt, type Finding } from './check/finding.ts';
import { checkKeys } from './check/keys.ts';
import { checkManagers } from './check/managers.ts';
import { hostsOf, type LabHost, tenHosts } from './hosts.ts';

export type { Finding };

/**
 * Looks at a finished cluster from inside its hosts, owing nothing to quorate: `docker exec`, the services' own
 * interfaces, and a client's view. `hosts` are those that should be its members.
 */
export async function checkCluster(hosts: readonly LabHost[] = tenHosts): Promise<readonly Finding[]> {
  const databases = hostsOf('database', hosts);
  const brokers = hostsOf('broker', hosts);
  const managers = hostsOf('manager', hosts);
  const balancers = hostsOf('load_balancer', hosts);
  // A host that is asked by none of them over the balancer, so that its own traffic cannot be mistaken for a client's.
  const from = brokers[0]?.name ?? managers[0]?.name ?? 'db1';
  const findings = await Promise.all([
    attempt('etcd can be asked', () => checkEtcd(databases, from)),
    attempt('Patroni can be asked', () => checkPatroni(databases, from)),
    attempt('RabbitMQ can be asked', () => checkBrokers(brokers)),
    attempt('the managers can be asked', () => checkManagers(managers, from)),
  ]);
  for (const balancer of balancers) {
    findings.push(
      await attempt(`${balancer.name} can be asked`, () => checkBalancer({ balancer, managers, from })),
    );
  }
  findings.push(await attempt('the disks can be searched', () => checkKeys(hosts)));
  return findings.flat();
}
