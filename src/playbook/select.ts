import type { Cluster, Host } from '../model/cluster.ts';
import { hostsOf } from '../model/cluster.ts';
import { ROLES } from '../model/names.ts';
import type { Selector, Which } from './playbook.ts';

const ROLE_SELECTOR = /^(\w+)(?:\[(first|rest|target)\])?$/;

/** The values of `on`, with their meanings. */
export const SELECTORS = {
  all: 'every host',
  target: 'the hosts that the arguments of the command name',
  ROLE: `every host of the role: ${ROLES.join(', ')}`,
  'ROLE[first]': 'the first host of the role',
  'ROLE[rest]': 'all hosts of the role except the first',
  'ROLE[target]': 'the hosts of the role that the arguments of the command name',
};

/** Parses `all`, `target`, `broker`, `broker[first]`, `broker[rest]` or `broker[target]`. Returns undefined for all other text. */
export function parseSelector(text: string): Selector | undefined {
  if (text === 'all' || text === 'target') return { kind: text };
  const match = ROLE_SELECTOR.exec(text);
  const role = ROLES.find((candidate) => candidate === match?.[1]);
  if (!role) return undefined;
  return { kind: 'role', role, which: (match?.[2] as Which | undefined) ?? 'all' };
}

/**
 * Returns the hosts that a playbook's `on` selects, in the order of the inventory, each once.
 * @param targets hosts that the command's arguments name
 */
export function selectHosts(
  selectors: readonly Selector[],
  cluster: Cluster,
  targets: readonly Host[],
): readonly Host[] {
  const wanted = new Set(
    selectors.flatMap((selector) => hostsFor(selector, cluster, targets)).map((host) => host.name),
  );
  return cluster.hosts.filter((host) => wanted.has(host.name));
}

function hostsFor(selector: Selector, cluster: Cluster, targets: readonly Host[]): readonly Host[] {
  switch (selector.kind) {
    case 'all':
      return cluster.hosts;
    case 'target':
      return targets;
    case 'role':
      return ofRole(selector, cluster, targets);
  }
}

function ofRole(
  { role, which }: Extract<Selector, { kind: 'role' }>,
  cluster: Cluster,
  targets: readonly Host[],
): readonly Host[] {
  const hosts = hostsOf(cluster, role);
  switch (which) {
    case 'all':
      return hosts;
    case 'first':
      return hosts.slice(0, 1);
    case 'rest':
      return hosts.slice(1);
    case 'target':
      return targets.filter((host) => host.role === role);
  }
}
