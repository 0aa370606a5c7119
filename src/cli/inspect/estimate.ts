import { timesOf } from '../../journal/durations.ts';
import { estimate } from '../../journal/estimate.ts';
import { readRun, runDirectories, runsDirectory } from '../../journal/runs.ts';
import type { Estimate, PlanForecast } from '../../model/plan/forecast.ts';
import type { Prepared } from '../run/prepare.ts';

/** Number of runs that an estimate reads, from the newest. */
const RUNS = 12;

/** Expected duration of deploy, estimated from the stored runs. undefined if there is nothing to do. */
export async function estimateOf(
  { plan, inventory }: Prepared,
  { nothingToDo, steps }: PlanForecast,
): Promise<Estimate | undefined> {
  if (nothingToDo) return undefined;
  const directories = await runDirectories(runsDirectory(inventory.path, inventory.cluster.name));
  const runs = await Promise.all(directories.slice(0, RUNS).map(readRun));
  const changing = new Set(steps.flatMap(({ mark, step }) => (mark === 'change' ? [step] : [])));
  return estimate(
    plan,
    changing,
    runs.map(({ events }) => timesOf(events)),
  );
}
