import { setMaxListeners } from 'node:events';
import { faultsIn } from './outcome.ts';
import { seededSchedule, type Schedule } from './schedule.ts';

setMaxListeners(0);

/** Describes the problems of each schedule that fails, and how to repeat it. */
export async function wrongIn(schedules: readonly Schedule[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const schedule of schedules) {
    const faults = await faultsIn(schedule);
    if (faults.length === 0) continue;
    const first = faults.slice(0, 3).join('; ');
    wrong.push(`${schedule.name} (to repeat: npm run schedule -- ${schedule.name}): ${first.slice(0, 600)}`);
  }
  return wrong;
}

/** The schedules of `count` seeds, starting with `first`. */
export function seeds(first: number, count: number): readonly Schedule[] {
  return Array.from({ length: count }, (_, n) => seededSchedule(first + n));
}
