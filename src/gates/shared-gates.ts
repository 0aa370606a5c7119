import type { GateName } from '../model/names.ts';
import type { GatePlatform } from './gate-platform.ts';
import type { Gate } from './gate.ts';
import { brokerCluster } from './shared/broker-cluster.ts';
import { brokerMembers } from './shared/broker-members.ts';
import { drained } from './shared/drained.ts';
import { etcdQuorum } from './shared/etcd-quorum.ts';
import { loadBalancer } from './shared/load-balancer.ts';
import { patroniLeader } from './shared/patroni-leader.ts';

/** The gates of every platform, with the probes, paths and commands of this one. */
export function sharedGates(platform: GatePlatform): Readonly<Partial<Record<GateName, Gate>>> {
  return {
    'etcd-quorum': etcdQuorum(platform),
    'patroni-leader': patroniLeader(platform),
    'broker-members': brokerMembers(platform),
    'broker-cluster': brokerCluster(platform),
    drained: drained(platform),
    'load-balancer': loadBalancer(platform),
  };
}
