import { estimate } from '../../journal/estimate.ts';
import type { Estimate, PlanForecast } from '../../model/plan/forecast.ts';
import { earlierTimes } from './earlier-times.ts';
import type { Prepared } from './prepare.ts';

/** Expected duration of deploy, estimated from the stored runs. undefined if there is nothing to do. */
export async function estimateOf(
  { plan, inventory }: Prepared,
  { nothingToDo, steps }: PlanForecast,
): Promise<Estimate | undefined> {
  if (nothingToDo) return undefined;
  const changing = new Set(steps.flatMap(({ mark, step }) => (mark === 'change' ? [step] : [])));
  return estimate(plan, changing, await earlierTimes(inventory));
}
