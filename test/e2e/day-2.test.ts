import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { seededRandom } from '../../src/simulate/world/random.ts';
import { containers, exec, remove } from '../lab/containers.ts';
import { up } from '../lab/lab.ts';
import { tenHosts } from '../lab/hosts.ts';
import { changedSteps, eventsOf, finished, INVENTORY, quorate } from './support/quorate.ts';
import { beginGrowing, endure, GROWING } from './support/day-2.ts';
import { commandsOf, SCENARIOS } from './support/scenarios.ts';
import { seed, SOAK } from './support/seed.ts';

const MINUTE = 60_000;
const SPARES = ['db4', 'rabbit4', 'manager4', 'lb2'];
const names = Object.keys(SCENARIOS);
/** The leader that leaves and comes back takes four commands: too long for `npm test`. */
const short = names.filter((name) => name !== 'leading database');
const first = seed() % short.length;
const second = (first + 1 + (Math.floor(seed() / short.length) % (short.length - 1))) % short.length;
const sample = [short[first], short[second]].filter((name) => name !== undefined);
/** Two of them by the commit; in the soak test all, three times each. */
const rounds = (SOAK > 0 ? [1, 2, 3] : [1]).flatMap((round) =>
  (SOAK > 0 ? names : sample).map((name) => ({ name, round })),
);

/** On the cluster that an earlier stage left, with an application that writes all the while. */
describe(`members come, go and restart (QUORATE_SEED=${seed()})`, () => {
  beforeAll(beginGrowing);

  /**
   * A spare host that a scenario has taken away comes back bare. A unit that was killed on purpose before leaves its host
   * degraded, which the lab takes for not ready.
   */
  beforeEach(async () => {
    await Promise.all(tenHosts.map(({ name }) => exec(name, ['systemctl', 'reset-failed'])));
    await up({ hosts: [...tenHosts.map(({ name }) => name), ...SPARES], yes: true });
  }, 5 * MINUTE);

  afterAll(async () => {
    // A host that went and came again is the last of its role now: config.yaml lists it where it was before.
    await quorate('deploy', INVENTORY);
    rmSync(GROWING, { force: true });
    const present = (await containers()).map(({ name }) => name);
    await remove(SPARES.filter((name) => present.includes(name)));
  }, 5 * MINUTE);

  test.each(rounds)(
    '$name, round $round: killed and run again, nothing acknowledged is lost, and the application hardly notices',
    async ({ name, round }) => {
      const random = seededRandom(seed() + 1000 * round + names.indexOf(name));
      const endured = await endure(await commandsOf(name), random);
      expect(endured.problems).toEqual([]);
      expect(new Set(endured.exitCodes)).toEqual(new Set([0]));
      expect(endured.killed).toBeGreaterThan(0);
      expect(endured.lost).toEqual([]);
      for (const tally of Object.values(endured.tallies)) {
        expect(tally.acknowledged).toBeGreaterThan(50);
        expect(tally.share).toBeGreaterThanOrEqual(0.95);
        expect(tally.longestGapMs).toBeLessThan(30_000);
      }
      expect(endured.wrong).toEqual([]);
    },
    12 * MINUTE,
  );

  test(
    'a deploy afterwards has nothing to do',
    async () => {
      const events = eventsOf(await quorate('deploy', GROWING, '--output', 'json'));
      expect(changedSteps(events)).toEqual([]);
      expect(finished(events).exitCode).toBe(0);
    },
    3 * MINUTE,
  );
});
