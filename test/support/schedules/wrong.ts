import { setMaxListeners } from 'node:events';
import { faultsIn } from './outcome.ts';
import { seededSchedule, type Schedule } from './schedule.ts';

setMaxListeners(0);

/** What is wrong with each schedule that fails, and how to see it happen again. */
export async function wrongIn(schedules: readonly Schedule[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const schedule of schedules) {
    const faults = await faultsIn(schedule);
    if (faults.length === 0) continue;
    wrong.push(`${schedule.name} (again: npm run schedule -- ${schedule.name}): ${faults.join('; ')}`);
  }
  return wrong;
}

/** The schedules of the seeds from `first` on. */
export function seeds(first: number, count: number): readonly Schedule[] {
  return Array.from({ length: count }, (_, n) => seededSchedule(first + n));
}
