import { hostsOf, type Cluster } from '../../../src/model/cluster.ts';

/** The same managers with a database, brokers and a load balancer that somebody else runs. */
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
