import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { seededRandom } from '../../src/simulate/world/random.ts';
import { containers, exec, remove } from '../lab/containers.ts';
import { up } from '../lab/lab.ts';
import { tenHosts } from '../lab/hosts.ts';
import { changedSteps, eventsOf, finished, INVENTORY, quorate } from './support/quorate.ts';
import { copyInventory, runUnderLoad, DAY_2_INVENTORY } from './support/day-2.ts';
import { commandsOf, SCENARIOS } from './support/scenarios.ts';
import { seed, SOAK } from './support/seed.ts';

const MINUTE = 60_000;
const SPARES = ['db4', 'rabbit4', 'manager4', 'lb2'];
const names = Object.keys(SCENARIOS);
/** The scenario of the database leader runs four commands, which takes too long for `npm test`. */
const short = names.filter((name) => name !== 'database leader');
const first = seed() % short.length;
const second = (first + 1 + (Math.floor(seed() / short.length) % (short.length - 1))) % short.length;
const sample = [short[first], short[second]].filter((name) => name !== undefined);
/** Two scenarios, chosen by the commit. The soak test runs all, three times each. */
const rounds = (SOAK > 0 ? [1, 2, 3] : [1]).flatMap((round) =>
  (SOAK > 0 ? names : sample).map((name) => ({ name, round })),
);

/** Uses the cluster that an earlier stage left, while an application writes. */
describe(`members are added, removed and restarted (QUORATE_SEED=${seed()})`, () => {
  beforeAll(copyInventory);

  /**
   * Recreates spare hosts that a scenario removed, as empty hosts. Resets killed units first: they leave their host
   * degraded, and the lab considers a degraded host not ready.
   */
  beforeEach(async () => {
    await Promise.all(tenHosts.map(({ name }) => exec(name, ['systemctl', 'reset-failed'])));
    await up({ hosts: [...tenHosts.map(({ name }) => name), ...SPARES], yes: true });
  }, 5 * MINUTE);

  afterAll(async () => {
    // A host that was removed and added again is now the last of its role in config.yaml; deploy restores the order.
    await quorate('deploy', INVENTORY);
    rmSync(DAY_2_INVENTORY, { force: true });
    const present = (await containers()).map(({ name }) => name);
    await remove(SPARES.filter((name) => present.includes(name)));
  }, 5 * MINUTE);

  test.each(rounds)(
    '$name, round $round: a command that is killed and repeated loses no acknowledged write and hardly disturbs the application',
    async ({ name, round }) => {
      const random = seededRandom(seed() + 1000 * round + names.indexOf(name));
      const observed = await runUnderLoad(await commandsOf(name), random);
      expect(observed.problems).toEqual([]);
      expect(new Set(observed.exitCodes)).toEqual(new Set([0]));
      expect(observed.killed).toBeGreaterThan(0);
      expect(observed.lost).toEqual([]);
      for (const tally of Object.values(observed.tallies)) {
        expect(tally.acknowledged).toBeGreaterThan(50);
        expect(tally.share).toBeGreaterThanOrEqual(0.95);
        expect(tally.longestGapMs).toBeLessThan(30_000);
      }
      expect(observed.wrong).toEqual([]);
    },
    12 * MINUTE,
  );

  test(
    'a deploy afterwards changes nothing',
    async () => {
      const events = eventsOf(await quorate('deploy', DAY_2_INVENTORY, '--output', 'json'));
      expect(changedSteps(events)).toEqual([]);
      expect(finished(events).exitCode).toBe(0);
    },
    3 * MINUTE,
  );
});
