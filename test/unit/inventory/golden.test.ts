import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Problem } from '../../../src/errors/errors.ts';
import { readInventory } from '../../../src/inventory/read.ts';

/** golden/<case>.yaml is an inventory, golden/<case>.txt what is said about it. UPDATE_GOLDEN=1 writes them anew. */
const folder = join(import.meta.dirname, 'golden');
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

describe('what is said about an inventory', () => {
  test.each(cases)('%s', (name) => {
    const said = sayAll(readFileSync(join(folder, `${name}.yaml`), 'utf8'));
    const expected = join(folder, `${name}.txt`);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(expected, said);
    expect(said).toBe(readFileSync(expected, 'utf8'));
  });

  test('a case is accepted exactly when its name says so', () => {
    const accepted = cases.filter((name) =>
      readFileSync(join(folder, `${name}.txt`), 'utf8').startsWith('accepted'),
    );
    expect(accepted).toEqual(cases.filter((name) => name.startsWith('accepted-')));
  });

  test('no message ever shows a password', () => {
    const all = cases.map((name) => readFileSync(join(folder, `${name}.txt`), 'utf8')).join('');
    expect(all).not.toContain('hunter2');
    expect(all).not.toContain('0123456');
  });
});

function sayAll(text: string): string {
  const { inventory, problems } = readInventory(text, {
    path: 'inventory.yaml',
    directory: '/inventories',
    home: '/home/operator',
    env: {},
  });
  if (inventory) return ['accepted', ...inventory.cluster.warnings, ''].join('\n');
  return `${problems.map(say).join('\n\n')}\n`;
}

function say({ where, what, lines = [], why, next }: Problem): string {
  return [
    `${where}: ${what}`,
    ...lines.map((line) => `  | ${line}`),
    ...(why === undefined ? [] : [`  why:  ${why}`]),
    ...(next === undefined ? [] : [`  next: ${next}`]),
  ].join('\n');
}
