import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { BLOCKS } from './documents.ts';

test('the inventory in the README has the data of inventories/three-each.yaml', () => {
  const shown = BLOCKS.filter(({ where, language }) => where.startsWith('README.md') && language === 'yaml');
  const shipped = parse(readFileSync('inventories/three-each.yaml', 'utf8')) as unknown;
  expect(shown.map(({ text }) => parse(text) as unknown)).toEqual([shipped]);
});
