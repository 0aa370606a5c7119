import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { compileSchema, publishedSchema, SCHEMAS } from '../../../build/schemas.ts';

test.each(SCHEMAS)(
  '$validator is compiled from the current $schema (to update: npm run schemas)',
  ({ schema, validator }) => {
    expect(readFileSync(validator, 'utf8')).toBe(compileSchema(schema));
  },
);

test.each(SCHEMAS)('$published is derived from the current $schema', async ({ schema, published }) => {
  expect(readFileSync(published, 'utf8')).toBe(await publishedSchema(schema));
});

test('editors accept variables, ranges and an included file, and report other mistakes', () => {
  const ajv = new Ajv({ allowUnionTypes: true, strict: false });
  const accepts = ajv.compile(JSON.parse(readFileSync('schema/inventory.schema.json', 'utf8')) as object);
  const shipped = (name: string) =>
    parse(readFileSync(`inventories/${name}.yaml`, 'utf8'), { merge: true }) as object;
  const three = shipped('three-each');
  const ofRange = (host: object) => ({ ...three, databases: { hosts: [host] } });
  expect(
    ['example', 'external-services', 'shared-defaults/east'].map((name) => accepts(shipped(name))),
  ).toEqual([true, true, true]);
  expect(accepts(ofRange({ name: 'db[1-3]', address: '10.0.0.[1-3]', hostname: { env: 'HOST' } }))).toBe(
    true,
  );
  expect(accepts({ ...three, name_resolution: { env: 'RESOLUTION' } })).toBe(true);
  for (const wrong of [{ env: 7 }, { environment: 'A' }, 'db/1'])
    expect(accepts({ ...three, name: wrong })).toBe(false);
  expect(accepts({ name: 'east' })).toBe(false);
});

test('every key of the inventory has a description for editors', () => {
  const schema = JSON.parse(readFileSync('schema/inventory.schema.json', 'utf8')) as unknown;
  expect(undescribed(schema, '')).toEqual([]);
});

test('messages name only keys that the inventory has', () => {
  const schema = JSON.parse(readFileSync('schema/inventory.schema.json', 'utf8')) as Keys;
  const known = new Set(keysOf(schema, schema.definitions ?? {}));
  const named = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join('src', file), 'utf8').matchAll(/`((?:ssh|tls|secrets)\.[a-z_.]+)/g),
    ])
    .map(([, key = '']) => key);
  expect(named).toContain('ssh.become.password');
  expect(named.filter((key) => !known.has(key))).toEqual([]);
});

interface Keys {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Keys>>;
  readonly definitions?: Readonly<Record<string, Keys>>;
}

/** Lists the paths of all keys: `ssh`, `ssh.become`, `ssh.become.password` … */
function keysOf(of: Keys, definitions: Readonly<Record<string, Keys>>): readonly string[] {
  const { properties = {} } = definitions[of.$ref?.split('/').at(-1) ?? ''] ?? of;
  return Object.entries(properties).flatMap(([key, below]) => [
    key,
    ...keysOf(below, definitions).map((rest) => `${key}.${rest}`),
  ]);
}

function undescribed(schema: unknown, at: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = Object.entries((schema as { properties?: Record<string, object> }).properties ?? {});
  return [
    ...properties.filter(([, value]) => !('description' in value)).map(([key]) => `${at}/${key}`),
    ...Object.entries(schema).flatMap(([key, value]) => undescribed(value, `${at}/${key}`)),
  ];
}
