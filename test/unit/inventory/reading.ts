import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { readInventory } from '../../../src/inventory/read.ts';
import type { Inventory } from '../../../src/inventory/inventory.ts';

export const examples = join(import.meta.dirname, '../../../inventories');
export const threeEach = readFileSync(join(examples, 'three-each.yaml'), 'utf8');

/** Reads a valid inventory. */
export function read(text: string, env: Record<string, string> = {}): Inventory {
  const context = { path: 'inventory.yaml', directory: '/srv/cluster', home: '/home/operator', env };
  const { inventory, problems } = readInventory(text, context);
  expect(problems).toEqual([]);
  if (!inventory) throw new Error('refused without reporting a problem');
  return inventory;
}
