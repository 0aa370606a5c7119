import type { RunEvent } from '../../events/events.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { timesOf } from '../../journal/durations.ts';
import type { RunTimes } from '../../journal/durations.ts';
import { estimatePhases } from '../../journal/estimate.ts';
import { readRun, runDirectories, runsDirectory } from '../../journal/runs.ts';
import type { Expectation } from '../../report/run/remaining.ts';
import type { Prepared } from './prepare.ts';

/** Number of runs that an estimate reads, from the newest. */
const RUNS = 12;

/** Reads the durations in the newest runs of a cluster on this machine, newest first. */
export async function earlierTimes({
  path,
  cluster,
}: Pick<Inventory, 'path' | 'cluster'>): Promise<readonly RunTimes[]> {
  const directories = await runDirectories(runsDirectory(path, cluster.name));
  const runs = await Promise.all(directories.slice(0, RUNS).map(readRun));
  return runs.map(({ events }) => timesOf(events));
}

/** Returns the expected duration of each phase, or undefined if earlier runs do not contain every step and gate. */
type ExpectationOf = (event: Extract<RunEvent, { kind: 'run.compared' }>) => Expectation | undefined;

/** The expected duration of each phase, known once `load` has read the earlier runs of the cluster. */
export function expectedPhases(): {
  readonly of: ExpectationOf;
  readonly load: (prepared: Pick<Prepared, 'plan' | 'inventory'>) => Promise<void>;
} {
  let of: ExpectationOf = () => undefined;
  const load = async ({ plan, inventory }: Pick<Prepared, 'plan' | 'inventory'>) => {
    const runs = await earlierTimes(inventory);
    of = ({ changing }) => {
      const { known, phases, unknown } = estimatePhases(plan, new Set(changing), runs);
      return known.length === 0 || unknown.length > 0 ? undefined : { phases };
    };
  };
  return { of: (event) => of(event), load };
}
