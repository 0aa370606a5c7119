import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  deleteFormerAddresses,
  replacementOf,
  writeReplacementAddress,
} from '../../../src/cli/change/replacement-address.ts';
import { threeEach } from '../inventory/reading.ts';
import { fakeEdges } from './edges.ts';

let folder = '';
let inventory = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-replaced-'));
  inventory = join(folder, 'inventory.yaml');
  await writeFile(inventory, threeEach);
});
afterEach(() => rm(folder, { recursive: true }));

const { edges } = fakeEdges();
async function write(address?: string) {
  const replaced = { inventory, name: 'db2', address };
  const found = await replacementOf(replaced, edges);
  const undo = await writeReplacementAddress(replaced, found, edges);
  return { ...found, undo };
}
const formerly = async (address?: string) => (await write(address)).former.map(({ privateIp }) => privateIp);

describe('former addresses of a replaced host', () => {
  test('are stored until the command is finished, and the inventory has the new address', async () => {
    expect(await formerly('10.20.0.112')).toEqual(['10.20.0.12']);
    expect(await readFile(inventory, 'utf8')).toBe(threeEach.replace('10.20.0.12', '10.20.0.112'));
    expect(await formerly('10.20.0.112')).toEqual(['10.20.0.12']);
    expect(await formerly()).toEqual(['10.20.0.12']);
    const { cluster } = await write();
    await deleteFormerAddresses({ inventory, name: 'db2' }, cluster);
    expect(await formerly()).toEqual(['10.20.0.112']);
  });

  test('are all returned if a repeated command uses yet another address', async () => {
    await write('10.20.0.112');
    expect(await formerly('10.20.0.113')).toEqual(['10.20.0.12', '10.20.0.112']);
    expect(await readFile(inventory, 'utf8')).toBe(threeEach.replace('10.20.0.12', '10.20.0.113'));
    expect(await formerly()).toEqual(['10.20.0.12', '10.20.0.112']);
    expect(await formerly('10.20.0.12')).toEqual(['10.20.0.12', '10.20.0.112', '10.20.0.113']);
  });

  test('are compared in any notation of an IPv6 address', async () => {
    await writeFile(inventory, threeEach.replace('10.20.0.12', "'2001:DB8:0::0012'"));
    expect(await formerly('2001:0db8::12')).toEqual(['2001:db8::12']);
    expect(await readFile(inventory, 'utf8')).toContain("'2001:DB8:0::0012'");
    expect(await formerly('2001:0DB8::0:112')).toEqual(['2001:db8::12']);
    expect(await readFile(inventory, 'utf8')).toContain("'2001:db8::112'");
  });

  test('are as before if the operator does not agree to the plan', async () => {
    const first = await write('10.20.0.112');
    const second = await write('10.20.0.113');
    await second.undo();
    expect(await readFile(inventory, 'utf8')).toBe(threeEach.replace('10.20.0.12', '10.20.0.112'));
    expect(await formerly()).toEqual(['10.20.0.12']);
    await first.undo();
    expect(await readFile(inventory, 'utf8')).toBe(threeEach);
    expect(await formerly('10.20.0.114')).toEqual(['10.20.0.12']);
  });

  test('exclude addresses that another host has now', async () => {
    await write('10.20.0.112');
    await writeFile(inventory, (await readFile(inventory, 'utf8')).replace('10.20.0.13', '10.20.0.12'));
    expect(await formerly('10.20.0.113')).toEqual(['10.20.0.112']);
  });
});
