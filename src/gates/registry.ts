import type { GateName } from '../model/names.ts';
import { brokerCluster } from './broker-cluster.ts';
import { databasesHealthy } from './databases-healthy.ts';
import { externalServices } from './external-services.ts';
import { etcdQuorum } from './etcd-quorum.ts';
import type { Gate } from './gate.ts';
import { hostsReady } from './hosts-ready.ts';
import { loadBalancer } from './load-balancer.ts';
import { managerStatus } from './manager-status.ts';
import { patroniLeader } from './patroni-leader.ts';

export const GATES: Readonly<Record<GateName, Gate>> = {
  'hosts-ready': hostsReady,
  'external-services': externalServices,
  'etcd-quorum': etcdQuorum,
  'patroni-leader': patroniLeader,
  'databases-healthy': databasesHealthy,
  'broker-cluster': brokerCluster,
  'manager-status': managerStatus,
  'load-balancer': loadBalancer,
};
