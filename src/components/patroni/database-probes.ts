import type { Host } from '../../model/cluster.ts';
import type { Probes } from '../../model/health/gate.ts';
import type { Material } from '../../model/material.ts';
import { at, get } from '../requests.ts';

/** Queries etcd and Patroni on a database's host. `databaseView` reads the answers. */
export function databaseProbes(host: Host, { ca }: Pick<Material, 'ca'>): Probes {
  return {
    etcd: get(`${at(host, 2379)}/health`, { ca }),
    etcdMembers: get(`${at(host, 2379)}/v2/members`, { ca }),
    patroni: get(`${at(host, 8008)}/cluster`, { ca }),
    postgres: get(`${at(host, 8008)}/patroni`, { ca }),
  };
}
