import { platformOf } from '../../registry/platforms.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { JsonObject } from '../../model/cluster.ts';
import { ROLES } from '../../model/names.ts';
import type { Service } from '../../model/names.ts';
import type { InventoryFinding } from '../problems.ts';
import type { Rule, RuleInput } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';

/** An overlay of the product's configuration, and its path in the inventory. */
interface Overlay {
  readonly config: JsonObject;
  readonly role: Service;
  readonly at: YamlPath;
}

function overlaysOf({ raw, hosts }: RuleInput): readonly Overlay[] {
  const ofRoles = ROLES.map((role) => ({
    config: raw[`${role}s`]?.config,
    role,
    at: [`${role}s`, 'config'],
  }));
  const ofHosts = hosts.map(({ host: { role }, raw: { config }, at }) => ({
    config,
    role,
    at: [...at, 'config'],
  }));
  return [...ofRoles, ...ofHosts].flatMap(({ config, role, at }) =>
    config && role !== 'load_balancer' ? [{ config, role, at }] : [],
  );
}

/** The product ignores unknown sections, so a misspelled one would have no effect and no error. */
const sections: Rule = (input) => {
  const { file, sections, examples } = platformOf(input.cluster).overlays;
  return overlaysOf(input).flatMap(({ config, role, at }) => {
    const known = sections(role);
    const next = known.length > 0 ? `its sections include ${examples(role).join(', ')}` : 'remove it';
    return Object.keys(config)
      .filter((key) => !known.includes(key))
      .map((key) => ({
        at: [...at, key],
        part: 'key' as const,
        what: `${file} has no section "${key}"${didYouMean(key, known)}`,
        next,
      }));
  });
};

/** An overlay must not change a host's identity or the member that it joins, because the quorum proof relies on them. */
const reservedKeys: Rule = (input) => {
  const { reserved } = platformOf(input.cluster).overlays;
  return overlaysOf(input).flatMap(({ config, at }) =>
    reserved
      .filter((name) => has(config, name.split('.')))
      .map((name) => ({
        at: [...at, ...name.split('.')],
        part: 'key' as const,
        what: `${name} cannot be set in an overlay`,
        why: 'quorate writes it from the hosts of the inventory',
        next: 'remove it here, and change the hosts of the inventory instead',
      })),
  );
};

function has(config: JsonObject, [first = '', ...rest]: readonly string[]): boolean {
  if (!Object.hasOwn(config, first)) return false;
  const value = config[first];
  if (rest.length === 0) return true;
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && has(value as JsonObject, rest)
  );
}

/** A list of services in an overlay replaces the rendered one, so it must contain the role's own service. */
const ownService: Rule = (input) => {
  const { key, names } = platformOf(input.cluster).overlays.services;
  return overlaysOf(input).flatMap(({ config, role, at }): readonly InventoryFinding[] => {
    const services = config[key];
    if (services === undefined) return [];
    const own = names[role];
    if (Array.isArray(services) && services.includes(own)) return [];
    return [
      {
        at: [...at, key],
        what: `${key} lacks ${own}`,
        why: `the list replaces the one that quorate writes, and these hosts are ${role}s`,
        next: `add ${own} to the list`,
      },
    ];
  });
};

const faults: Rule = (input) => {
  const { faults: faultsOf } = platformOf(input.cluster).overlays;
  return overlaysOf(input).flatMap(({ config, at }) =>
    faultsOf(config).map(({ path, ...fault }) => ({ at: [...at, ...path], part: 'key' as const, ...fault })),
  );
};

export const overlayRules: readonly Rule[] = [sections, reservedKeys, ownService, faults];
