import { Failure } from '../base/failure.ts';
import type { DatabaseNode, Settings } from './settings.ts';

/**
 * Addresses of the database nodes, read as late as in the product, so that a list crashes here and not during
 * validation. A release that expects a list reads the names of a map, and then finds no node at them.
 */
export function databaseAddresses(settings: Settings): string[] {
  const nodes: unknown = settings.postgresql_server.cluster.nodes;
  if (settings.release.databaseNodes === 'list')
    return Array.isArray(nodes) ? (nodes as string[]) : namesOf(nodes);
  return nodeValues(settings).map((node) => {
    if (node.ip === undefined) throw new Failure('KeyError', "'ip'");
    return node.ip;
  });
}

const namesOf = (map: unknown): string[] => Object.keys(map ?? {});

export function nodeValues(settings: Settings): DatabaseNode[] {
  const nodes: unknown = settings.postgresql_server.cluster.nodes;
  if (Array.isArray(nodes))
    throw new Failure('AttributeError', "'CommentedSeq' object has no attribute 'values'");
  return Object.values(settings.postgresql_server.cluster.nodes);
}

export function hasDatabaseCluster(settings: Settings): boolean {
  return nodeCount(settings) > 0;
}

export function nodeCount(settings: Settings): number {
  return namesOf(settings.postgresql_server.cluster.nodes).length;
}

export const brokerNames = (settings: Settings): string[] =>
  Object.keys(settings.rabbitmq.cluster_members ?? {});

/** Addresses of a member by network. Without any, throws the KeyError of the real product. */
export function brokerNetworks(settings: Settings, name: string): Readonly<Record<string, string>> {
  const member = settings.rabbitmq.cluster_members[name];
  if (!member) throw new Failure('KeyError', `'${name}'`);
  const networks = settings.release.memberAddresses === 'plain' ? member : member['networks'];
  if (networks === undefined) throw new Failure('KeyError', "'networks'");
  return networks as Record<string, string>;
}

export function brokerAddress(settings: Settings, name: string): string {
  const address = brokerNetworks(settings, name)['default'];
  if (address === undefined) throw new Failure('KeyError', "'default'");
  return address;
}

/** An address in the form that the product uses in names: `pg198_51_100_11`, `etcd198_51_100_11`. */
export const identifier = (address: string): string => address.replace(/[.:]/g, '_').replace(/[[\]]/g, '');
