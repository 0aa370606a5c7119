import { createEmit } from '../../events/emit.ts';
import type { Emit, RunEvent } from '../../events/events.ts';
import { withoutJournal, type RunEnvironment } from '../../execute/environment.ts';
import { eventMessage } from '../../report/run/event-messages.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Edges } from '../program-environment.ts';
import { environment, newRun } from '../run/environment.ts';
import { hostAccess, type HostAccess } from '../run/host-access.ts';
import type { CONNECT_FLAGS } from '../arguments/flags.ts';
import type { Prepared } from '../run/prepare.ts';
import { canRedraw } from '../terminal/io.ts';
import { showAwaited } from '../terminal/awaited.ts';

type ReadArgs = Pick<ArgumentsOf<typeof CONNECT_FLAGS>, 'acceptNewHostKeys' | 'verbose'>;

interface Reading {
  readonly command: string;
  readonly prepared: Prepared;
  readonly args: ReadArgs;
}

/** Connects for a command that only reads hosts, runs `work`, and disconnects. Stores no journal. */
export async function readHosts<T>(
  reading: Reading,
  edges: Edges,
  work: (env: RunEnvironment) => Promise<T>,
): Promise<T> {
  const access = hostAccess(edges, reading.args);
  try {
    return await readThrough(access, { reading, edges }, work);
  } finally {
    await access.close();
  }
}

/** Reads hosts before a run, through the access that the run uses after it. */
export async function readThrough<T>(
  access: HostAccess,
  { reading, edges }: { readonly reading: Reading; readonly edges: Edges },
  work: (env: RunEnvironment) => Promise<T>,
): Promise<T> {
  const { command, prepared, args } = reading;
  const awaited = showAwaited(prepared.plan.hosts, edges, access.asking.isOpen);
  const emit = toStderr(args, awaited, edges);
  const { keyPassphrases, inventory } = prepared;
  const { hosts } = inventory.cluster;
  const user = { hosts, emit, beforeQuestion: awaited.clear, keyPassphrases };
  const transport = awaited.watch(await access.use(user));
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
    awaited.stop();
  }
}

/** Events that are printed without `--verbose`. On a terminal, the line of the awaited hosts shows failed attempts. */
const PRINTED = { terminal: ['run.warned'], pipe: ['run.warned', 'host.retried', 'host.lost'] };

/** Prints warnings, and with `--verbose` all events, to stderr, because stdout has the result. */
function toStderr({ verbose }: ReadArgs, awaited: ReturnType<typeof showAwaited>, edges: Edges): Emit {
  const { io, clock, mask } = edges;
  const kinds = PRINTED[canRedraw(io, io.stderr) ? 'terminal' : 'pipe'];
  const print = (event: RunEvent) => {
    const line = eventMessage(event, verbose);
    if (!line || !(verbose || kinds.includes(event.kind))) return;
    awaited.clear();
    io.stderr.write(`${line}\n`);
  };
  return createEmit({ run: newRun(), clock, redact: mask.text, readers: [awaited.read, print] });
}
