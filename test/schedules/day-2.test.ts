import { expect, test } from '@jest/globals';
import { DAY_2, reinitialize } from '../support/schedules/day-2.ts';
import { everyStep } from '../support/schedules/schedule.ts';
import { wrongIn } from '../support/schedules/wrong.ts';

test.each([...DAY_2, reinitialize])(
  '$name, killed before, within and after each step and run again, ends like an undisturbed run',
  async (scene) => {
    expect(await wrongIn(everyStep(scene))).toEqual([]);
  },
  600_000,
);
