import { ProductError, type ProductConfig } from './config.ts';

export interface NamedAddress {
  readonly name: string;
  readonly address: string;
}

const NODES = ['postgresql_server', 'cluster', 'nodes'];
const MEMBERS = ['rabbitmq', 'cluster_members'];

/**
 * Reads `postgresql_server.cluster.nodes`, which is empty if the database is external. A list passes the validation of
 * releases that read a map, and then crashes them (pg.py, 1055).
 * @throws ProductError if the form is not the one that the release reads
 */
export function configuredDatabases(config: ProductConfig): readonly NamedAddress[] {
  const { nodesAs } = config.release;
  const nodes = config.keys(...NODES).map((name) => {
    const address = nodesAs === 'list' ? config.text(...NODES, name) : config.text(...NODES, name, 'ip');
    return { name: nodesAs === 'list' ? address : name, address };
  });
  if (nodes.every(({ address }) => address !== '')) return nodes;
  throw nodesAs === 'list'
    ? new ProductError('TypeError', 'sequence item 0: expected string, CommentedMap found')
    : new ProductError('AttributeError', "'CommentedSeq' object has no attribute 'values'");
}

/** @throws ProductError if a member has no address where the release reads it */
export function configuredBrokers(config: ProductConfig): readonly NamedAddress[] {
  const path = config.release.membersAs === 'networks' ? ['networks', 'default'] : ['default'];
  const members = config
    .keys(...MEMBERS)
    .map((name) => ({ name, address: config.text(...MEMBERS, name, ...path) }));
  if (members.every(({ address }) => address !== '')) return members;
  throw new ProductError('KeyError', `'${path[0] ?? ''}'`);
}
