import { hostsOf, type Cluster } from '../../../model/cluster.ts';
import { remembered } from '../../../model/work/remembered.ts';
import type { Material } from '../../../model/material.ts';
import type { Service } from '../../../model/names.ts';
import type { MembershipQuery } from '../../../model/plan/plan.ts';
import { expectedOf, memberProbes } from './probes.ts';

/** Returns the probes with which each member of a service is queried about itself and the other members. */
export const membershipQuery = remembered(
  (cluster: Cluster, service: Service, material: Material): MembershipQuery => {
    const probes = hostsOf(cluster, service).map((host) =>
      memberProbes(service, host, { cluster, material }),
    );
    const members = expectedOf(cluster, service).map((member, i) => ({ ...member, probes: probes[i] ?? {} }));
    return { service, members };
  },
);
