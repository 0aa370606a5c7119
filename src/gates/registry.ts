import type { GateName } from '../model/names.ts';
import { brokerCluster } from './broker-cluster.ts';
import { brokerMembers } from './broker-members.ts';
import { databasesUsed } from './databases-used.ts';
import { databasesHealthy } from './databases-healthy.ts';
import { drained } from './drained.ts';
import { externalServices } from './external-services.ts';
import { etcdQuorum } from './etcd-quorum.ts';
import type { Gate } from './gate.ts';
import { hostsReady } from './hosts-ready.ts';
import { loadBalancer } from './load-balancer.ts';
import { managerStatus } from './manager-status.ts';
import { noExecutions } from './no-executions.ts';
import { patroniLeader } from './patroni-leader.ts';
import { registration } from './registration.ts';

export const GATES: Readonly<Record<GateName, Gate>> = {
  'hosts-ready': hostsReady,
  'external-services': externalServices,
  'etcd-quorum': etcdQuorum,
  'patroni-leader': patroniLeader,
  'databases-healthy': databasesHealthy,
  'broker-members': brokerMembers,
  'broker-cluster': brokerCluster,
  'databases-used': databasesUsed,
  'no-executions': noExecutions,
  drained,
  registered: registration,
  'manager-status': managerStatus,
  'load-balancer': loadBalancer,
};
