import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { compileSchema, SCHEMAS } from '../../../build/schemas.ts';

test.each(SCHEMAS)('$validator is what $schema says now (else: npm run schemas)', ({ schema, validator }) => {
  expect(readFileSync(validator, 'utf8')).toBe(compileSchema(schema));
});

test('every key of the inventory is described for editors', () => {
  const schema = JSON.parse(readFileSync('schema/inventory.schema.json', 'utf8')) as unknown;
  expect(undescribed(schema, '')).toEqual([]);
});

function undescribed(schema: unknown, at: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = Object.entries((schema as { properties?: Record<string, object> }).properties ?? {});
  return [
    ...properties.filter(([, value]) => !('description' in value)).map(([key]) => `${at}/${key}`),
    ...Object.entries(schema).flatMap(([key, value]) => undescribed(value, `${at}/${key}`)),
  ];
}
