import { describe, expect, test } from '@jest/globals';
import { everyStep, seededSchedule } from '../support/schedules/schedule.ts';
import { deploySeven, deployTen, restart, restartUnproved } from '../support/schedules/scenes.ts';
import { wrongIn } from '../support/schedules/wrong.ts';

const MINUTES = 60_000;

describe('killed before, within and after each step and run again', () => {
  test.each([deployTen, deploySeven, restart])(
    '$name ends like an undisturbed run',
    async (scene) => {
      expect(await wrongIn(everyStep(scene))).toEqual([]);
    },
    10 * MINUTES,
  );
});

describe('without proofs', () => {
  test(
    'the schedules fail, because the quorum is lost',
    async () => {
      const schedules = Array.from({ length: 20 }, (_, n) => seededSchedule(1 + n, restartUnproved));
      const wrong = await wrongIn(schedules);
      expect(wrong.length).toBeGreaterThan(15);
      expect(wrong.every((line) => line.includes('etcd lost its quorum'))).toBe(true);
    },
    5 * MINUTES,
  );
});
