import { expect, test } from '@jest/globals';
import { DAY_2, reinitialise } from '../support/schedules/day-2.ts';
import { everyStep } from '../support/schedules/schedule.ts';
import { wrongIn } from '../support/schedules/wrong.ts';

test.each([...DAY_2, reinitialise])(
  '$name, killed before, within and after each of its steps and run again, ends as if nothing had been',
  async (scene) => {
    expect(await wrongIn(everyStep(scene))).toEqual([]);
  },
  600_000,
);
