import { describe, expect, test } from '@jest/globals';
import { NATIVE, nativeReinitialize } from '../support/schedules/native.ts';
import { everyStep, seededSchedule } from '../support/schedules/schedule.ts';
import { wrongIn } from '../support/schedules/wrong.ts';

const seeded = NATIVE.map((scene, index) => ({ scene, index, name: scene.name }));

describe('the native platform', () => {
  test.each([...NATIVE, nativeReinitialize])(
    '$name, killed before, within or after each step in turn and run again, ends like an undisturbed run',
    async (scene) => {
      const sample = everyStep(scene).filter((_, n) => Math.floor(n / 3) % 3 === n % 3);
      expect(await wrongIn(sample)).toEqual([]);
    },
    600_000,
  );

  test.each(seeded)(
    '$name: 10 seeds keep the quorum and the order, lose nothing, repeat no job and leave no lock',
    async ({ scene, index }) => {
      const schedules = Array.from({ length: 10 }, (_, n) => seededSchedule(10_000 + 10 * index + n, scene));
      expect(await wrongIn(schedules)).toEqual([]);
    },
    600_000,
  );
});
