import { Failure } from '../base/failure.ts';
import type { Settings } from './settings.ts';

/**
 * The database nodes as the product walks them, at the moment it does so: a list crashes it there and not earlier.
 */
export function databaseAddresses(settings: Settings): string[] {
  return nodeValues(settings).map((node) => {
    if (node.ip === undefined) throw new Failure('KeyError', "'ip'");
    return node.ip;
  });
}

export function nodeValues(settings: Settings): { ip?: string }[] {
  const nodes: unknown = settings.postgresql_server.cluster.nodes;
  if (Array.isArray(nodes))
    throw new Failure('AttributeError', "'CommentedSeq' object has no attribute 'values'");
  return Object.values(settings.postgresql_server.cluster.nodes);
}

export function hasDatabaseCluster(settings: Settings): boolean {
  const nodes: unknown = settings.postgresql_server.cluster.nodes;
  return Array.isArray(nodes) ? nodes.length > 0 : Object.keys(nodes ?? {}).length > 0;
}

export function nodeCount(settings: Settings): number {
  return Object.keys(settings.postgresql_server.cluster.nodes).length;
}

export const brokerNames = (settings: Settings): string[] =>
  Object.keys(settings.rabbitmq.cluster_members ?? {});

/** `networks.default` of a member, with the KeyError that the real one gives where there is none. */
export function brokerAddress(settings: Settings, name: string): string {
  const member = settings.rabbitmq.cluster_members[name];
  if (!member) throw new Failure('KeyError', `'${name}'`);
  if (!member.networks) throw new Failure('KeyError', "'networks'");
  const address = member.networks['default'];
  if (address === undefined) throw new Failure('KeyError', "'default'");
  return address;
}

/** An address in a form that the product uses in names: `pg198_51_100_11`, `etcd198_51_100_11`. */
export const identifier = (address: string): string => address.replace(/[.:]/g, '_').replace(/[[\]]/g, '');
