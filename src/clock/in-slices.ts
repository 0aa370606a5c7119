import type { Slices } from '../model/work/slices.ts';
import type { Clock } from './clock.ts';

/** How long work runs before it lets other work of the program run: connections answer, keys are read. */
const SLICE_MS = 20;

/** Does long work in slices. The virtual clock of a rehearsal stands still meanwhile, so there the work is one slice. */
export async function inSlices<Result>(work: Slices<Result>, clock: Clock): Promise<Result> {
  let startedAt = clock.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (clock.now() - startedAt < SLICE_MS) continue;
    await clock.sleep(0);
    startedAt = clock.now();
  }
}
