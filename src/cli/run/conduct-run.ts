import { dirname, relative, resolve } from 'node:path';
import { EXIT, QuorateError, UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { createEmit } from '../../events/emit.ts';
import type { Counts, Emit, Reader, RunEvent } from '../../events/events.ts';
import type { Environment } from '../../execute/environment.ts';
import { openJournal } from '../../journal/journal.ts';
import type { Journal, JournalOptions } from '../../journal/journal.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { htmlReporter } from '../../report/reporters/html.ts';
import type { ArgsOf, Edges } from '../arguments/command.ts';
import { environment, newRun, openTransport } from './environment.ts';
import { interruption } from '../terminal/interrupt.ts';
import type { Interruption } from '../terminal/interrupt.ts';
import type { CONNECTING } from '../arguments/flags.ts';
import { runOutput } from './output.ts';
import type { RunOutput } from './output.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { prompt } from '../terminal/prompt.ts';
import type { Prompt } from '../terminal/prompt.ts';

type RunArgs = Pick<ArgsOf<typeof CONNECTING>, 'inventory' | 'output' | 'verbose' | 'acceptNewHostKeys'> & {
  readonly playbook?: string | undefined;
};
/** `execute` or `verify`: carries a plan out and says all it does in events. */
type Start = (plan: Plan, env: Environment, person: Person) => Promise<number>;

/** Whoever may sit at the terminal: can be asked, and can interrupt. */
export interface Person {
  readonly asking: Prompt;
  readonly interrupt: Interruption['interrupt'];
}

interface Conducting {
  readonly command: string;
  /** The host that it is about, as locks and the history tell it. */
  readonly subject?: string;
  readonly args: RunArgs;
  readonly start: Start;
  /** What the laptop has to say, unless it is what every command begins with. */
  readonly load?: () => Promise<Prepared>;
  /** Where the folder of this run is kept; `runs` unless given. */
  readonly among?: JournalOptions['among'];
}

/**
 * One run from its arguments to its exit code: prepares, opens the journal and the output, lets `start` work, and
 * sees to it that the last event is `run.finished`. @throws QuorateError before a host is asked, or a bug
 */
export async function conductRun(
  { command, subject, args, start, load = () => prepare(args, edges), among = 'runs' }: Conducting,
  edges: Edges,
): Promise<number> {
  const { io, clock, mask } = edges;
  const asking = prompt(io);
  const output = await runOutput(io, { ...args, clock, idle: asking.idle });
  const run = newRun();
  const prepared = await load().catch((error: unknown) => {
    const emit = createEmit({ run, clock, redact: mask.text, readers: [output.read] });
    // Programs wait for the last line; people get the problems on stderr.
    if (args.output === 'json') finishFailed(emit, error, NO_COUNTS);
    throw error;
  });
  const journal = journalOf(prepared, { command, now: clock.now(), among });
  const tally = stepCounter();
  const readers = [tally.read, ...readersOf(journal, output)];
  const emit = createEmit({ run, clock, redact: mask.text, readers });
  try {
    const whole = subject === undefined ? command : `${command} ${subject}`;
    return await wire({ prepared, command: whole, run, emit, asking, args, start }, edges);
  } catch (error) {
    finishFailed(emit, error, tally.counts());
    throw error;
  } finally {
    await output.settled();
    output.note(`All of this run: ${nearest(journal.folder)}`);
    journal.close();
  }
}

interface Wired {
  readonly prepared: Prepared;
  readonly command: string;
  readonly run: string;
  readonly emit: Emit;
  readonly asking: Prompt;
  readonly args: RunArgs;
  readonly start: Start;
}

async function wire({ prepared, emit, asking, args, start, ...who }: Wired, edges: Edges): Promise<number> {
  for (const text of prepared.warnings) emit({ kind: 'run.warned', text });
  const { acceptNewHostKeys } = args;
  const transport = await openTransport(edges, { acceptNewHostKeys, prompt: asking, emit });
  const { signal, interrupt, stop } = interruption(edges.io);
  const interrupted = () => emit({ kind: 'run.interrupted', signal: String(signal.reason) });
  signal.addEventListener('abort', interrupted);
  try {
    const env = environment({ ...who, prepared, emit, signal, transport }, edges);
    return await start(prepared.plan, env, { asking, interrupt });
  } finally {
    stop();
    await transport.close();
  }
}

/** The journal first: what a person sees is on disk already. */
function readersOf(journal: Journal, output: RunOutput): readonly Reader[] {
  return [journal.read, htmlReporter((page) => journal.save('report.html', page)), output.read];
}

/** @throws UsageError when the folder beside the inventory cannot be written */
function journalOf({ inventory }: Prepared, run: Pick<JournalOptions, 'command' | 'now' | 'among'>): Journal {
  const path = resolve(inventory.path);
  try {
    return openJournal({ inventory: path, cluster: inventory.cluster.name, ...run });
  } catch (error) {
    const what = 'the folder of this run cannot be made';
    const next = 'keep the inventory where this account may write: a run leaves its log beside it';
    throw new UsageError([{ where: dirname(path), what, why: (error as Error).message, next }]);
  }
}

function nearest(path: string): string {
  const from = relative(process.cwd(), path);
  return from.startsWith('..') ? path : from;
}

const NO_COUNTS: Counts = { changed: 0, unchanged: 0, failed: 0 };

/** What a run has done until a bug ends it. */
function stepCounter(): { readonly read: Reader; readonly counts: () => Counts } {
  const counts: Record<keyof Counts, number> = { ...NO_COUNTS };
  const read: Reader = (event) => {
    if (event.kind === 'step.finished' && event.outcome !== 'unknown') counts[event.outcome] += 1;
  };
  return { read, counts: () => counts };
}

function finishFailed(emit: Emit, error: unknown, counts: Counts): void {
  const expected = error instanceof QuorateError;
  const bug: Problem = {
    what: `a bug in quorate: ${error instanceof Error ? error.message : String(error)}`,
  };
  emit({
    kind: 'run.finished',
    outcome: 'failed',
    exitCode: expected ? error.exitCode : EXIT.bug,
    counts,
    ms: 0,
    requires: [],
    problems: expected ? error.problems : [bug],
    closing: [],
  } satisfies Omit<Extract<RunEvent, { kind: 'run.finished' }>, 'v' | 'run' | 'seq' | 'at'>);
}
