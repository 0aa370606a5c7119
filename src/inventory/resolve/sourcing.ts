import { normalAddress } from '../../model/address.ts';
import type { ExternalBrokers, ExternalDatabase, Managed, Sourcing } from '../../model/cluster.ts';
import type { Role } from '../../model/names.ts';
import type { RawExternalBrokers, RawExternalDatabase, RawHost, RawInventory } from '../schema/raw.ts';

/** The only port that the product's installer can use: it passes psql a host but no port (utils/db.py, 88). */
export const POSTGRES_PORT = 5432;
/** The network in which agents find a load balancer (docs/cloudify-facts.md 4.11). */
export const BALANCER_NETWORK = 'load_balancer';

const MANAGED: Managed = { kind: 'managed' };

/** Returns which services are external, with defaults filled in. */
export function resolveSourcing({ databases, brokers, load_balancers: balancers }: RawInventory): Sourcing {
  return {
    database: databases.external ? externalDatabase(databases.external) : MANAGED,
    broker: brokers.external ? externalBrokers(brokers.external, balancers?.external) : MANAGED,
    load_balancer: balancers?.external
      ? { kind: 'external', address: normalAddress(balancers.external.address) }
      : MANAGED,
  };
}

function externalDatabase(raw: RawExternalDatabase): ExternalDatabase {
  return {
    kind: 'external',
    address: normalAddress(raw.address),
    port: raw.port ?? POSTGRES_PORT,
    user: raw.user ?? 'postgres',
    database: raw.database ?? 'postgres',
    cloudifyUser: raw.cloudify_user ?? 'cloudify',
    cloudifyDatabase: raw.cloudify_database ?? 'cloudify_db',
  };
}

function externalBrokers({ hosts }: RawExternalBrokers, balancer: object | undefined): ExternalBrokers {
  // Unlike map, flatMap skips the holes in the list.
  const members = hosts.flatMap(({ name, address: typed, networks }) => {
    const address = normalAddress(typed);
    const all = { ...networks, ...(balancer && { [BALANCER_NETWORK]: address }) };
    return [{ name: name ?? address, address, networks: normalAddresses(all) }];
  });
  return { kind: 'external', members };
}

/**
 * Returns a host's networks. An external load balancer adds a network to managers and brokers, because agents look up a
 * network on both (cloudify/endpoint.py, 212). Brokers have their own address in it, because the load balancer does not
 * forward AMQP.
 */
export function networksOf(
  { networks = {}, private_ip: privateIp, address }: RawHost,
  role: Role,
  { load_balancer: balancer }: Sourcing,
): Readonly<Record<string, string>> {
  const own = normalAddresses(networks);
  if (balancer.kind === 'managed') return own;
  if (role === 'manager') return { ...own, [BALANCER_NETWORK]: balancer.address };
  if (role === 'broker') return { ...own, [BALANCER_NETWORK]: normalAddress(privateIp ?? address) };
  return own;
}

function normalAddresses(networks: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(networks).map(([name, address]) => [name, normalAddress(address)]),
  );
}
