import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { moveHost, finishMove } from '../../../src/cli/change/moved-host.ts';
import { threeEach } from '../inventory/reading.ts';
import { fakeEdges } from './edges.ts';

let folder = '';
let inventory = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-moved-'));
  inventory = join(folder, 'inventory.yaml');
  await writeFile(inventory, threeEach);
});
afterEach(() => rm(folder, { recursive: true }));

const { edges } = fakeEdges();
const move = (address?: string) => moveHost({ inventory, name: 'db2', address }, edges);
const formerly = async (address?: string) => (await move(address)).was.map(({ privateIp }) => privateIp);

describe('the addresses that a replaced host had', () => {
  test('are noted until it is done, and the inventory has the new one', async () => {
    expect(await formerly('10.20.0.112')).toEqual(['10.20.0.12']);
    expect(await readFile(inventory, 'utf8')).toBe(threeEach.replace('10.20.0.12', '10.20.0.112'));
    expect(await formerly('10.20.0.112')).toEqual(['10.20.0.12']);
    expect(await formerly()).toEqual(['10.20.0.12']);
    const { cluster } = await move();
    await finishMove({ inventory, name: 'db2' }, cluster);
    expect(await formerly()).toEqual(['10.20.0.112']);
  });

  test('are all told where another successor is taken than the one of a run that was killed', async () => {
    await move('10.20.0.112');
    expect(await formerly('10.20.0.113')).toEqual(['10.20.0.12', '10.20.0.112']);
    expect(await readFile(inventory, 'utf8')).toBe(threeEach.replace('10.20.0.12', '10.20.0.113'));
    expect(await formerly()).toEqual(['10.20.0.12', '10.20.0.112']);
    expect(await formerly('10.20.0.12')).toEqual(['10.20.0.12', '10.20.0.112', '10.20.0.113']);
  });

  test('are not those that another host has by now', async () => {
    await move('10.20.0.112');
    await writeFile(inventory, (await readFile(inventory, 'utf8')).replace('10.20.0.13', '10.20.0.12'));
    expect(await formerly('10.20.0.113')).toEqual(['10.20.0.112']);
  });
});
