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
 * Checks a deployed cluster from inside its hosts, independently of Quorate: with `docker exec`, through the services'
 * own interfaces, and as a client.
 * @param hosts the expected members
 * @param okStatus status of /api/v3.1/ok in their release: 404 before 6.0
 */
export async function checkCluster(
  hosts: readonly LabHost[] = tenHosts,
  okStatus: 200 | 404 = 200,
): Promise<readonly Finding[]> {
  const managers = hostsOf('manager', hosts);
  const findings = [await checkServices(hosts, okStatus)];
  for (const balancer of hostsOf('load_balancer', hosts)) {
    const target = { balancer, managers, from: queryHost(hosts) };
    findings.push(await attempt(`${balancer.name} can be queried`, () => checkBalancer(target)));
  }
  findings.push(await attempt('the disks can be searched', () => checkKeys(hosts)));
  return findings.flat();
}

/** The quick part of `checkCluster`: databases, brokers and managers. */
export async function checkServices(
  hosts: readonly LabHost[] = tenHosts,
  okStatus: 200 | 404 = 200,
): Promise<readonly Finding[]> {
  const databases = hostsOf('database', hosts);
  const brokers = hostsOf('broker', hosts);
  const managers = hostsOf('manager', hosts);
  const from = queryHost(hosts);
  const findings = await Promise.all([
    databases.length > 0 ? attempt('etcd can be queried', () => checkEtcd(databases, from)) : [],
    databases.length > 0 ? attempt('Patroni can be queried', () => checkPatroni(databases, from)) : [],
    brokers.length > 0 ? attempt('RabbitMQ can be queried', () => checkBrokers(brokers)) : [],
    attempt('the managers can be queried', () => checkManagers({ managers, from, okStatus })),
  ]);
  return findings.flat();
}

/**
 * Waits until the services are healthy, for example after a restore or a fault. Returns the failed findings if they
 * are not in time.
 */
export async function waitUntilHealthy(
  seconds: number,
  hosts: readonly LabHost[] = tenHosts,
): Promise<readonly Finding[]> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const failed = (await checkServices(hosts)).filter((f) => !f.ok);
    if (failed.length === 0 || Date.now() > deadline) return failed;
    await sleep(1000);
  }
}

/** The host that sends the queries. It is not a manager, because the load balancer must not take it for one. */
const queryHost = (hosts: readonly LabHost[]): string =>
  (hostsOf('broker', hosts)[0] ?? hostsOf('database', hosts)[0] ?? bystander).name;

/** Runs in addition to the hosts of each layout. */
const bystander = findHost('rabbit1');
