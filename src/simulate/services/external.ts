import type { Cluster } from '../../model/cluster.ts';
import type { Material } from '../../model/material.ts';
import type { SimulatedExternalService } from '../world/state.ts';
import { emptyCluster } from './database-members.ts';

/** Simulates the external services of a cluster at the addresses and with the credentials of its inventory. */
export function simulatedExternalServices(
  { sourcing, brokerUser, sslClientVerification }: Cluster,
  material: Material,
) {
  const { database, broker, load_balancer: balancer } = sourcing;
  const services: SimulatedExternalService[] = [];
  if (database.kind === 'external')
    services.push({
      kind: 'database',
      address: database.address,
      port: database.port,
      ca: material.serviceCa.database ?? material.ca,
      user: database.user,
      password: material.secrets.postgres_password.reveal(),
      database: database.database,
      requiresClientCertificate: sslClientVerification,
      cluster: emptyCluster(database.address, []),
    });
  if (broker.kind === 'external')
    for (const { address } of broker.members)
      services.push({
        kind: 'broker',
        address,
        ca: material.serviceCa.broker ?? material.ca,
        user: brokerUser,
        password: material.secrets.rabbitmq_password.reveal(),
        tags: ['administrator'],
      });
  if (balancer.kind === 'external')
    services.push({ kind: 'balancer', address: balancer.address, ca: material.ca });
  return services;
}
