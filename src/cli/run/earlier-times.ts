import { basename } from 'node:path';
import type { RunEvent } from '../../events/events.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { timesOf } from '../../journal/durations.ts';
import type { RunTimes } from '../../journal/durations.ts';
import { estimatePhases } from '../../journal/estimate.ts';
import { readRun, runDirectories, runsDirectory } from '../../journal/runs.ts';
import type { RunsSubdirectory } from '../../journal/runs.ts';
import { isComparable } from '../../report/page/page-view.ts';
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
  const runs = await Promise.all(directories.slice(0, RUNS).map((directory) => readRun(directory)));
  return runs.map(({ events }) => timesOf(events));
}

/** Events of the newest finished run of a command before `before`, without output. Empty if there is none. */
export async function previousRun(
  { path, cluster }: Pick<Inventory, 'path' | 'cluster'>,
  command: string,
  { subdirectory, before = '\uffff' }: { subdirectory: RunsSubdirectory; before?: string },
): Promise<readonly RunEvent[]> {
  const directories = await runDirectories(runsDirectory(path, cluster.name, subdirectory));
  const same = directories.filter((directory) => directory < before && isDirectoryOf(directory, command));
  for (const directory of same) {
    const { events } = await readRun(directory);
    if (isComparable(events, command)) return events;
  }
  return [];
}

/** Spares the reading of runs of other commands: a directory is named after its time and command. */
function isDirectoryOf(directory: string, command: string): boolean {
  const [word = ''] = command.split(' ');
  return basename(directory).includes(`-${word}`);
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
