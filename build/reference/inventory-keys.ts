import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { code, plain, table, type Page } from './markdown.ts';

/** The part of the strict schema of inventories that this page reads. */
interface KeySchema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, KeySchema>>;
  readonly items?: KeySchema;
  readonly anyOf?: readonly KeySchema[];
  readonly oneOf?: readonly KeySchema[];
}

interface Root extends KeySchema {
  readonly definitions: Readonly<Record<string, KeySchema>>;
}

const SCHEMA = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../src/inventory/schema/strict.schema.json'), 'utf8'),
) as Root;

/** Keys that only one platform reads, or that have no effect on the other one. */
const PLATFORMS: Readonly<Record<string, string>> = {
  cloudify: 'cloudify',
  native: 'native',
  managers: 'cloudify',
  monitoring: 'cloudify',
  ssl_client_verification: 'cloudify',
  'load_balancers.virtual_ip': 'native',
};

/** The words for the definitions of the schema. A definition without words here is a text. */
const DEFINITIONS: Readonly<Record<string, string>> = {
  path: 'path',
  address: 'IP address or name',
  command: 'list of a program and its arguments',
  value: '`{ env }`, `{ file }` or `{ command }`',
  password: 'text, `{ env }`, `{ file }` or `{ command }`',
  ssh: 'settings of SSH (`ssh.…`)',
  hosts: 'list of hosts (`hosts[].…`)',
  config: 'map (overlay)',
  externalBroker: 'a broker (`brokers.external.hosts[].…`)',
};

/** A key with its path: `databases.hosts[].name`. */
export interface InventoryKey {
  readonly path: string;
  readonly schema: KeySchema;
  readonly isRequired: boolean;
}

/** Every key of an inventory. The settings of SSH and of a host, which several places accept, are listed once. */
export const INVENTORY_KEYS: readonly InventoryKey[] = [
  ...keysOf(SCHEMA, ''),
  ...keysOf(SCHEMA.definitions['host'] ?? {}, 'hosts[].'),
  ...keysOf(SCHEMA.definitions['ssh'] ?? {}, 'ssh.'),
  ...keysOf(SCHEMA.definitions['externalBroker'] ?? {}, 'brokers.external.hosts[].'),
];

function keysOf(schema: KeySchema, prefix: string): readonly InventoryKey[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, below]) => {
    const key = { path: prefix + name, schema: below, isRequired: schema.required?.includes(name) ?? false };
    return [key, ...keysOf(below, `${prefix}${name}.`), ...keysOf(below.items ?? {}, `${prefix}${name}[].`)];
  });
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) =>
    keysOf(one, prefix),
  );
  return [...own, ...alternatives.filter(({ path }) => !own.some((one) => one.path === path))];
}

export const inventoryKeysPage: Page = {
  name: 'inventory-keys',
  title: 'Keys of the inventory',
  intro:
    'All keys, from the schema that checks inventories. `hosts[]` stands for the hosts of every role, and `ssh` for the ' +
    'settings of the cluster, of a role and of a host. [The inventory](../inventory.md) explains how keys work together.',
  body: [
    table(
      ['key', 'meaning', 'value', 'default', 'platform'],
      INVENTORY_KEYS.map(({ path, schema, isRequired }) => [
        code(path),
        plain(schema.description ?? ''),
        valueText(schema),
        isRequired
          ? 'required'
          : schema.default === undefined
            ? ''
            : code(JSON.stringify(schema.default).replaceAll('"', '')),
        platformOf(path),
      ]),
    ),
  ],
};

/** The platform of the longest key in PLATFORMS that contains this one. */
function platformOf(path: string): string {
  const parts = path.split('.');
  const found = parts.flatMap((_, index) => PLATFORMS[parts.slice(0, index + 1).join('.')] ?? []);
  return found.at(-1) ?? 'both';
}

function valueText(schema: KeySchema): string {
  if (schema.$ref !== undefined) return definitionText(schema.$ref.replace('#/definitions/', ''));
  if (schema.enum) return schema.enum.map((one) => code(String(one))).join(', ');
  if (schema.items) return `list of ${valueText(schema.items)}`;
  const types = [schema.type ?? []].flat().map((type) => (type === 'string' ? 'text' : type));
  return types.length > 0 ? types.join(' or ') : 'text';
}

function definitionText(name: string): string {
  return DEFINITIONS[name] ?? 'text';
}
