import type { GateName } from '../model/names.ts';
import { brokerCluster } from '../gates/shared/broker-cluster.ts';
import { brokerMembers } from '../gates/shared/broker-members.ts';
import { databasesUsed } from '../platforms/cloudify/gates/databases-used.ts';
import { databasesHealthy } from '../platforms/cloudify/gates/databases-healthy.ts';
import { drained } from '../gates/shared/drained.ts';
import { externalServices } from '../platforms/cloudify/gates/external-services.ts';
import { etcdQuorum } from '../gates/shared/etcd-quorum.ts';
import { PLATFORM } from './platforms.ts';
import type { Gate } from '../gates/gate.ts';
import { hostsReady } from '../platforms/cloudify/gates/hosts-ready.ts';
import { loadBalancer } from '../gates/shared/load-balancer.ts';
import { managerStatus } from '../platforms/cloudify/gates/manager-status.ts';
import { noExecutions } from '../platforms/cloudify/gates/no-executions.ts';
import { patroniLeader } from '../gates/shared/patroni-leader.ts';
import { registration } from '../platforms/cloudify/gates/registered.ts';

export const GATES: Readonly<Record<GateName, Gate>> = {
  'hosts-ready': hostsReady,
  'external-services': externalServices,
  'etcd-quorum': etcdQuorum(PLATFORM),
  'patroni-leader': patroniLeader(PLATFORM),
  'databases-healthy': databasesHealthy,
  'broker-members': brokerMembers(PLATFORM),
  'broker-cluster': brokerCluster(PLATFORM),
  'databases-used': databasesUsed,
  'no-executions': noExecutions,
  drained: drained(PLATFORM),
  registered: registration,
  'manager-status': managerStatus,
  'load-balancer': loadBalancer(PLATFORM),
};
