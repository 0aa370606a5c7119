import { createEmit } from '../../events/emit.ts';
import type { Emit } from '../../events/events.ts';
import { withoutJournal, type RunEnvironment } from '../../execute/environment.ts';
import { eventMessage } from '../../report/run/event-messages.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Edges } from '../edges.ts';
import { environment, newRun, openTransport } from '../run/environment.ts';
import type { CONNECT_FLAGS } from '../arguments/flags.ts';
import type { Prepared } from '../run/prepare.ts';
import { prompt } from '../terminal/prompt.ts';

type ReadArgs = Pick<ArgumentsOf<typeof CONNECT_FLAGS>, 'acceptNewHostKeys' | 'verbose'>;

/** Connects for a command that only reads hosts, runs `work`, and disconnects. Stores no journal. */
export async function readHosts<T>(
  { command, prepared, args }: { command: string; prepared: Prepared; args: ReadArgs },
  edges: Edges,
  work: (env: RunEnvironment) => Promise<T>,
): Promise<T> {
  const emit = toStderr(args, edges);
  const { acceptNewHostKeys } = args;
  const transport = await openTransport(edges, { acceptNewHostKeys, prompt: prompt(edges.io), emit });
  // Never aborted: SIGINT and SIGTERM end the process at once, because this command changes nothing.
  const { signal } = new AbortController();
  try {
    return await work(
      environment(
        { prepared, command, run: newRun(), emit, recorded: withoutJournal, signal, transport },
        edges,
      ),
    );
  } finally {
    await transport.close();
  }
}

/** Prints warnings, and with `--verbose` all events, to stderr, because stdout has the result. */
function toStderr({ verbose }: ReadArgs, { io, clock, mask }: Edges): Emit {
  const reader = (event: Parameters<typeof eventMessage>[0]) => {
    const line = eventMessage(event, verbose);
    if (line && (verbose || event.kind === 'run.warned')) io.stderr.write(`${line}\n`);
  };
  return createEmit({ run: newRun(), clock, redact: mask.text, readers: [reader] });
}
