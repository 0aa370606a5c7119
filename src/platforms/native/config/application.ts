import { endpoint } from '../../../model/address.ts';
import { hostsOf, type Application, type Cluster } from '../../../model/cluster.ts';
import type { Material, SecretName } from '../../../model/material.ts';
import type { Role } from '../../../model/names.ts';
import { Secret } from '../../../model/secret.ts';
import { applicationCa, installMarker } from '../paths.ts';
import { balancerAddresses, forwardedPorts } from '../ports.ts';

const HEADER = '# Written by quorate: a deploy replaces this file.';

/**
 * Returns the drop-in of the application's unit. The unit starts only if Quorate has released it, so that installing
 * its package starts nothing.
 */
export function applicationDropIn({ package: name, environmentFile, port, health }: Application): string {
  return [
    HEADER,
    `# port ${port}, GET ${health.path} returns ${health.expect}, package ${name ?? 'none'}`,
    '[Unit]',
    `ConditionPathExists=${installMarker('manager')}`,
    ...(environmentFile === undefined ? [] : ['[Service]', `EnvironmentFile=${environmentFile}`]),
    '',
  ].join('\n');
}

/** Returns the environment file: the addresses of the cluster, and the passwords of the declared users. */
export function applicationEnvironment(cluster: Cluster, { secrets }: Pick<Material, 'secrets'>): Secret {
  const { accounts = [], brokerUsers = [] } = cluster.native ?? {};
  const passwords: readonly (readonly [string, SecretName])[] = [
    ...accounts.map(({ name }) => [`POSTGRESQL_PASSWORD_${name}`, `postgresql_user_${name}`] as const),
    ...brokerUsers.map(({ name }) => [`AMQP_PASSWORD_${name}`, `rabbitmq_user_${name}`] as const),
  ];
  const text = (show: (secret: Secret) => string) =>
    [
      HEADER,
      ...addressLines(cluster),
      `QUORATE_CA_FILE=${applicationCa}`,
      ...passwords.flatMap(([name, key]) => {
        const secret = secrets[key];
        return secret ? [`QUORATE_${name.toUpperCase()}=${quoted(show(secret))}`] : [];
      }),
      '',
    ].join('\n');
  return new Secret(
    text((secret) => secret.reveal()),
    text((secret) => secret.toString()),
  );
}

function addressLines(cluster: Cluster): readonly string[] {
  const balancers = balancerAddresses(cluster);
  const through = forwardedPorts(cluster);
  const line = (name: string, role: Role, ports: { readonly own: number; readonly balanced: number }) => {
    const members = hostsOf(cluster, role);
    const all =
      balancers.length > 0
        ? balancers.map((address) => endpoint(address, ports.balanced))
        : members.map(({ privateIp }) => endpoint(privateIp, ports.own));
    return members.length > 0 ? [`QUORATE_${name}=${all.join(',')}`] : [];
  };
  return [
    ...line('POSTGRESQL_LEADER', 'database', { own: 5432, balanced: through.leader }),
    ...line('POSTGRESQL_STANDBYS', 'database', { own: 5432, balanced: through.standbys }),
    ...line('AMQP', 'broker', { own: 5671, balanced: through.brokers }),
  ];
}

/** systemd reads a backslash in double quotes as an escape of these characters. */
function quoted(value: string): string {
  return `"${value.replace(/["\\$`]/g, '\\$&')}"`;
}
