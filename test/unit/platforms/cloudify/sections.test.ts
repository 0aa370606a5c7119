import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { CONFIG_SECTIONS } from '../../../../src/platforms/cloudify/config/sections.ts';

const folder = new URL('keys/', import.meta.url);

test('the sections are those that the releases ship', () => {
  const keys = readdirSync(folder).flatMap(
    (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as string[],
  );
  expect([...CONFIG_SECTIONS].sort()).toEqual([...new Set(keys.map((key) => key.split('.')[0]))].sort());
});
