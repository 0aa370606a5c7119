import { hostsOf, type Cluster } from '../../../src/model/cluster.ts';

/** The managers of the sample with an external database, external brokers and an external load balancer. */
export function externally(cluster: Cluster): Cluster {
  return {
    ...cluster,
    hosts: hostsOf(cluster, 'manager'),
    sourcing: {
      database: {
        kind: 'external',
        address: 'db.example.com',
        port: 5432,
        user: 'postgres@db',
        database: 'postgres',
        cloudifyUser: 'cloudify@db',
        cloudifyDatabase: 'cloudify_db',
      },
      broker: { kind: 'external', members: [{ name: 'mq1', address: '2001:db8::21', networks: {} }] },
      load_balancer: { kind: 'external', address: 'lb.example.com' },
    },
  };
}
