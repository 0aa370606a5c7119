import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import type { CheckResult } from '../../../src/model/health/check.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { operatorDirectory } from './operator-directory.ts';

jest.setTimeout(60_000);

const folder = await operatorDirectory();
const clock = virtualClock(NOW);
let hosts: SimulatedTransport;

beforeEach(async () => {
  const { cluster } = await loadInventory(join(folder, 'inventory.yaml'), {});
  hosts = simulatedTransport({ hosts: cluster.hosts, clock });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function check(...flags: readonly string[]) {
  const fake = fakeEdges({ clock, transport: async () => hosts.reopen() });
  const code = await main(['check', join(folder, 'inventory.yaml'), ...flags], fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

/** The failures and warnings of a check, as `--output json` prints them. */
async function found(): Promise<readonly CheckResult[]> {
  const { stdout } = await check('--output', 'json');
  const { results } = JSON.parse(stdout) as { results: readonly CheckResult[] };
  return results.filter(({ state }) => state !== 'pass');
}

test('exits with 0 on good hosts and prints a matrix within 80 columns', async () => {
  const { code, stdout, stderr } = await check();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^check +db1 +db2 +db3 /m);
  expect(stdout).toMatch(/^clock +ok +ok +ok /m);
  expect(stdout).toContain(' 0 failed, 0 warnings, ');
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(hosts.world.applied).toEqual([]);
});

test('reports every fault at once with its fix, and exits with 5', async () => {
  hosts.world.host('db1').diskFree = 0;
  hosts.world.host('db2').clockOffsetMs = 10_000;
  const { code, stdout } = await check();
  expect(code).toBe(5);
  expect(stdout).toMatch(/^disk-space +FAIL +ok +ok /m);
  expect(stdout).toMatch(/^clock +ok +FAIL +ok /m);
  expect(stdout).toMatch(/FAIL db1: disk-space: .*\n(.*\n)*? +next: on db1: df/);
  expect((await found()).map(({ host, check: name }) => `${host} ${name}`)).toContain('db2 clock');
});

test('checks the reachable hosts, marks the others with a question mark, and exits with 3', async () => {
  hosts.world.powerOff('db2');
  const { code, stdout, stderr } = await check();
  expect([code, stderr]).toEqual([3, expect.stringContaining('db2')]);
  expect(stdout).toMatch(/^clock +ok +\? +ok /m);
});
