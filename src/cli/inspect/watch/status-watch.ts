import { EXIT, UsageError } from '../../../errors/errors.ts';
import { withEachText } from '../../../events/emit.ts';
import { runAgain } from '../../../model/next-step.ts';
import { redrawn } from '../../../report/reporters/redrawn.ts';
import { PLAIN } from '../../../report/text.ts';
import { visible } from '../../../report/visible.ts';
import { watchDocument } from '../../../report/watch/watch-document.ts';
import { watchText } from '../../../report/watch/watch-text.ts';
import { nextView } from '../../../report/watch/watch-view.ts';
import type { WatchView } from '../../../report/watch/watch-view.ts';
import type { WatchedRun } from '../../../report/watch/watched-run.ts';
import type { ArgumentsOf } from '../../arguments/argument-types.ts';
import type { STATUS_FLAGS } from '../../arguments/status-flags.ts';
import type { Edges } from '../../program-environment.ts';
import { prepare } from '../../run/prepare.ts';
import { isInteractive, screenOf, screenPaint } from '../../terminal/io.ts';
import { jsonOutput } from '../../terminal/json-output.ts';
import { followNewest } from './follow-newest.ts';
import { intervalOf, readRepeatedly } from './read-repeatedly.ts';
import { workUntilSignal } from './watch.ts';

type StatusArgs = ArgumentsOf<typeof STATUS_FLAGS>;

/** The last view of the hosts and of the newest run. */
interface Known {
  readonly view?: WatchView;
  readonly run?: WatchedRun | undefined;
}

/** Shows hosts, margins and the newest run until Ctrl-C. @returns 0 @throws UsageError for `--output prometheus` */
export async function watchStatus(args: StatusArgs, edges: Edges): Promise<number> {
  const intervalMs = intervalOf(args.interval);
  if (args.output === 'prometheus') {
    const what = '--watch and --output prometheus cannot be combined';
    throw new UsageError([{ what, next: runAgain({ without: '--watch' }) }]);
  }
  const prepared = await prepare(args, edges);
  const display = displayFor(args, edges, intervalMs);
  let known: Known = {};
  let asking = () => false;
  await workUntilSignal(edges, (signal) => [
    readRepeatedly(
      {
        ...{ command: 'status', prepared, acceptNewHostKeys: args.acceptNewHostKeys, intervalMs, signal },
        onReading: (reading, isAsking) => {
          asking = isAsking;
          const view = nextView(known.view, withEachText(edges.mask.within(reading), visible));
          known = { ...known, view };
          display.onReading(known);
        },
      },
      edges,
    ),
    followNewest(prepared.inventory, edges, {
      signal,
      onRun: (run) => {
        known = { ...known, run };
        if (!asking()) display.onRun(known);
      },
    }),
  ]);
  return EXIT.done;
}

interface Display {
  readonly onReading: (known: Known) => void;
  readonly onRun: (known: Known) => void;
}

/** Redraws on a terminal. Elsewhere, appends one block for each reading. */
function displayFor({ output }: StatusArgs, edges: Edges, intervalMs: number): Display {
  const { io, clock } = edges;
  const nothing = () => undefined;
  const lines = ({ view, run }: Known, paint = PLAIN) =>
    view ? watchText({ view, run, now: clock.now(), intervalMs }, paint) : [];
  if (output === 'json') {
    const print = ({ view, run }: Known) =>
      view && io.stdout.write(`${jsonOutput(watchDocument(view, run))}\n`);
    return { onReading: print, onRun: nothing };
  }
  if (output === 'plain' || !isInteractive(io)) {
    return { onReading: (known) => void io.stdout.write(`${lines(known).join('\n')}\n\n`), onRun: nothing };
  }
  const { stdout } = screenOf(io);
  const draw = redrawn(stdout);
  const show = (known: Known) => draw(lines(known, screenPaint(io)));
  return { onReading: show, onRun: show };
}
