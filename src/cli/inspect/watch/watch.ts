import { EXIT } from '../../../errors/errors.ts';
import { hostsSection, runSection } from '../../../report/watch/sections.ts';
import { nextView } from '../../../report/watch/watch-view.ts';
import type { WatchView } from '../../../report/watch/watch-view.ts';
import type { ArgumentsOf } from '../../arguments/argument-types.ts';
import type { WATCH_FLAGS } from '../../arguments/watch-flags.ts';
import type { Edges } from '../../program-environment.ts';
import { prepare } from '../../run/prepare.ts';
import { interruption } from '../../terminal/interrupt.ts';
import { jsonOutput } from '../../terminal/json-output.ts';
import { followNewest } from './follow-newest.ts';
import { intervalOf, readRepeatedly } from './read-repeatedly.ts';
import { servePage } from './server.ts';

type WatchArgs = ArgumentsOf<typeof WATCH_FLAGS>;

/** Serves the live page of a cluster until Ctrl-C. @returns 0 */
export async function watch(args: WatchArgs, edges: Edges): Promise<number> {
  const intervalMs = intervalOf(args.interval);
  const prepared = await prepare(args, edges);
  const { inventory } = prepared;
  const server = await servePage(inventory.cluster.name);
  printAddress(server.url, args, edges);
  let view: WatchView | undefined;
  const { acceptNewHostKeys } = args;
  await workUntilSignal(edges, (signal) => [
    readRepeatedly(
      {
        ...{ command: 'watch', prepared, acceptNewHostKeys, intervalMs, signal },
        onReading: (reading) => {
          view = nextView(view, edges.mask.within(reading));
          server.publish('hosts', hostsSection(view, intervalMs).text);
        },
      },
      edges,
    ),
    followNewest(inventory, edges, {
      signal,
      onRun: (run) => server.publish('run', runSection(run, edges.clock.now(), args.inventory).text),
    }),
  ]).finally(server.close);
  return EXIT.done;
}

function printAddress(url: string, { output }: WatchArgs, { io }: Edges): void {
  io.stdout.write(`${output === 'json' ? jsonOutput({ url }) : url}\n`);
  io.stderr.write('Open this address in a browser; it works once. Ctrl-C ends the page.\n');
}

/** Does work until SIGINT or SIGTERM, or until one part of it fails, which ends the other parts. */
export async function workUntilSignal(
  { io }: Edges,
  work: (signal: AbortSignal) => readonly Promise<void>[],
): Promise<void> {
  const failed = new AbortController();
  const { signal, stop } = interruption(io, failed.signal);
  try {
    const parts = work(signal).map((part) =>
      part.catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    );
    const ended = await Promise.allSettled(parts);
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
  } finally {
    stop();
  }
}
