import { SERVICE_NAMES } from '../../platforms/cloudify/product/paths.ts';
import { RESERVED_CONFIG_KEYS, CONFIG_SECTIONS } from '../../platforms/cloudify/config/sections.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { JsonObject } from '../../model/cluster.ts';
import { ROLES } from '../../model/names.ts';
import type { Service } from '../../model/names.ts';
import type { InventoryFinding } from '../problems.ts';
import type { Rule, RuleInput } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';

/** An overlay of a config.yaml, and where it is written. */
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

/** The product ignores what it does not know: a typo would be found out by nobody. */
const sections: Rule = (seen) =>
  overlaysOf(seen).flatMap(({ config, at }) =>
    Object.keys(config)
      .filter((key) => !CONFIG_SECTIONS.includes(key))
      .map((key) => ({
        at: [...at, key],
        part: 'key' as const,
        what: `config.yaml has no section "${key}"${didYouMean(key, CONFIG_SECTIONS)}`,
        next: `it has, among others, ${['manager', 'postgresql_server', 'rabbitmq'].join(', ')}`,
      })),
  );

/** An overlay that makes a host another one, or joins it elsewhere, would overrule the proof. */
const owned: Rule = (seen) =>
  overlaysOf(seen).flatMap(({ config, at }) =>
    RESERVED_CONFIG_KEYS.filter((name) => has(config, name.split('.'))).map((name) => ({
      at: [...at, ...name.split('.')],
      part: 'key' as const,
      what: `${name} is not for an overlay`,
      why: 'quorate writes it from what the inventory says of the hosts',
      next: 'remove it here, and correct the hosts of the inventory',
    })),
  );

function has(config: JsonObject, [first = '', ...rest]: readonly string[]): boolean {
  if (!Object.hasOwn(config, first)) return false;
  const value = config[first];
  if (rest.length === 0) return true;
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && has(value as JsonObject, rest)
  );
}

/** A list replaces the rendered one: without the role's own service nothing would be installed. */
const ownService: Rule = (seen) =>
  overlaysOf(seen).flatMap(({ config, role, at }): readonly InventoryFinding[] => {
    const services = config['services_to_install'];
    if (services === undefined) return [];
    const own = SERVICE_NAMES[role];
    if (Array.isArray(services) && services.includes(own)) return [];
    return [
      {
        at: [...at, 'services_to_install'],
        what: `services_to_install lacks ${own}`,
        why: `it replaces the list that quorate writes, and these hosts are ${role}s`,
        next: `write a list with ${own} and what is wanted beside it`,
      },
    ];
  });

export const overlayRules: readonly Rule[] = [sections, owned, ownService];
