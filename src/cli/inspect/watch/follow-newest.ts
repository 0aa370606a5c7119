import { withEachText } from '../../../events/emit.ts';
import type { Inventory } from '../../../inventory/inventory.ts';
import { followRuns } from '../../../journal/follow-runs.ts';
import { runsDirectory } from '../../../journal/runs.ts';
import { SECOND } from '../../../model/duration.ts';
import { visible } from '../../../report/visible.ts';
import { nextRun } from '../../../report/watch/watched-run.ts';
import type { WatchedRun } from '../../../report/watch/watched-run.ts';
import type { Edges } from '../../program-environment.ts';

/** Time between two looks at the files of the newest run. */
const POLL = SECOND / 2;

/**
 * Reads the events of the newest run on this machine, also while another process writes them, until the signal aborts.
 * @param onRun called after each look, because the elapsed time of a run changes without an event
 */
export async function followNewest(
  { path, cluster }: Inventory,
  { clock, mask }: Edges,
  { signal, onRun }: { readonly signal: AbortSignal; readonly onRun: (run: WatchedRun | undefined) => void },
): Promise<void> {
  const read = followRuns(runsDirectory(path, cluster.name));
  let run: WatchedRun | undefined;
  while (!signal.aborted) {
    const { isOther, events } = await read();
    run = nextRun(
      isOther ? undefined : run,
      events.map((event) => withEachText(mask.within(event), visible)),
    );
    onRun(run);
    if (events.length === 0) await clock.sleep(POLL, signal);
  }
}
