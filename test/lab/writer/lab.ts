import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labSecrets } from '../cluster.ts';
import { allHosts, balancer, hostsOf, type LabHost, type LabRole } from '../hosts.ts';
import { paths } from '../paths.ts';
import type { WriterOptions } from './writer.ts';

/**
 * Connection settings of an application that uses the lab's cluster.
 * @param hosts hosts that are members or may become members
 */
export async function labWriterOptions(
  directory: string,
  hosts: readonly LabHost[] = allHosts,
): Promise<WriterOptions> {
  const secrets = await labSecrets();
  const ca = readFileSync(join(paths.certificates, 'ca.crt'), 'utf8');
  const addresses = (role: LabRole) => hostsOf(role, hosts).map(({ address }) => address);
  return {
    directory,
    databases: {
      addresses: addresses('database'),
      login: {
        ...{ ca, user: 'cloudify', database: 'cloudify_db' },
        password: secrets.cloudify_db_password ?? '',
      },
    },
    service: {
      host: balancer.address,
      ...{ ca, user: { name: 'admin', password: secrets.manager_admin_password ?? '' } },
    },
    brokers: {
      hosts: addresses('broker').map((host) => ({ host, port: 5671 })),
      ...{ ca, username: 'cloudify', password: secrets.rabbitmq_password ?? '' },
    },
  };
}
