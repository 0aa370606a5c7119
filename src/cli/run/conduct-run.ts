import { dirname, relative, resolve } from 'node:path';
import { EXIT, QuorateError, UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { createEmit } from '../../events/emit.ts';
import type { Counts, Emit, Reader, RunEvent } from '../../events/events.ts';
import type { RunEnvironment } from '../../execute/environment.ts';
import { execute } from '../../execute/execute.ts';
import { openJournal } from '../../journal/journal.ts';
import type { Journal, JournalOptions } from '../../journal/journal.ts';
import type { Transport } from '../../transport/port.ts';
import { htmlReporter } from '../../report/reporters/html.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Edges } from '../program-environment.ts';
import { environment, newRun } from './environment.ts';
import { hostAccess, type HostAccess } from './host-access.ts';
import { interruption } from '../terminal/interrupt.ts';
import type { Interruption } from '../terminal/interrupt.ts';
import type { CONNECT_FLAGS } from '../arguments/flags.ts';
import { expectedPhases, previousRun } from './earlier-times.ts';
import { runOutput } from './output.ts';
import type { RunOutput } from './output.ts';
import type { Prepared } from './prepare.ts';
import type { Prompt } from '../terminal/prompt.ts';

type RunArgs = Pick<
  ArgumentsOf<typeof CONNECT_FLAGS>,
  'inventory' | 'output' | 'verbose' | 'acceptNewHostKeys'
>;

/** The operator at the terminal, who can answer questions and interrupt the run. */
export interface Operator {
  readonly asking: Prompt;
  readonly interrupt: Interruption['interrupt'];
}

/** Shows the plan to the operator and asks for agreement, before the run starts. */
export interface Review {
  /** @throws UsageError before anything is loaded, if the operator could not be asked later */
  readonly require: () => void;
  /** @returns whether the operator agrees. @throws QuorateError if the run would be refused */
  readonly agree: (prepared: Prepared, access: HostAccess) => Promise<boolean>;
}

/** How a command runs. `P` is what it loads before it connects. */
interface RunSteps<P extends Prepared> {
  readonly command: string;
  /** The host or role that locks and the history print after the command. */
  readonly subject?: string | undefined;
  readonly args: RunArgs;
  readonly load: () => Promise<P>;
  readonly review?: Review;
  /** Connects over SSH by default. */
  readonly connect?: (prepared: P) => Promise<Transport>;
  /** Carries out the plan by default. */
  readonly work?: (prepared: P, env: RunEnvironment, operator: Operator) => Promise<number>;
  /** Where the journal is kept: `runs` by default. */
  readonly subdirectory?: JournalOptions['subdirectory'];
}

interface RunResult<P extends Prepared> {
  readonly exitCode: number;
  readonly prepared: P;
  /** Whether any step has started: before that, no host was changed. */
  readonly anyStepStarted: boolean;
}

/**
 * Conducts a run from its arguments to its exit code: loads the plan, has it reviewed, opens journal and output,
 * connects, and works. The last event is always `run.finished`. If the journal could not be opened, only `--output json`
 * prints this event. If the operator does not agree to the plan, there is no run, and the exit code is 10.
 * @throws QuorateError before it changes a host; any other error is a bug
 */
export async function conductRun<P extends Prepared>(
  steps: RunSteps<P>,
  edges: Edges,
): Promise<RunResult<P>> {
  const { command, subject, args, subdirectory = 'runs' } = steps;
  const { clock, mask } = edges;
  const access = hostAccess(edges, args);
  const expected = expectedPhases();
  const output = await openOutput({ args, edges, asking: access.asking, expected });
  const run = newRun();
  const { prepared, journal } = await loadAndReview(steps, access, edges).catch(async (error: unknown) => {
    await access.close();
    const emit = createEmit({ run, clock, redact: mask.text, readers: [output.read] });
    // Programs wait for the last event; people read the problems on stderr.
    if (args.output === 'json') finishFailed(emit, error, NO_COUNTS);
    throw error;
  });
  if (!journal) return { exitCode: EXIT.somethingToDo, prepared, anyStepStarted: false };
  if (subdirectory === 'runs' && output.drawsFrames) await expected.load(prepared);
  const commandText = subject === undefined ? command : `${command} ${subject}`;
  const tally = stepCounter();
  const previous = await previousRun(prepared.inventory, commandText, { subdirectory });
  const readers = readersOf(journal, output, { inventory: args.inventory, previous });
  const emit = createEmit({ run, clock, redact: mask.text, readers: [tally.read, ...readers] });
  try {
    const opened = { prepared, journal, command: commandText, run, emit, access };
    const exitCode = await connectAndWork(steps, opened, edges);
    return { exitCode, prepared, anyStepStarted: tally.anyStarted() };
  } catch (error) {
    finishFailed(emit, error, tally.counts());
    throw error;
  } finally {
    await output.settled();
    const kind = subdirectory === 'rehearsals' ? 'simulated run' : 'run';
    output.note(`Files of this ${kind}: ${nearest(journal.directory)}`);
    journal.close();
  }
}

interface OutputParts {
  readonly args: RunArgs;
  readonly edges: Edges;
  readonly asking: Prompt;
  readonly expected: ReturnType<typeof expectedPhases>;
}

function openOutput({ args, edges, asking, expected }: OutputParts): Promise<RunOutput> {
  const { io, clock, again } = edges;
  return runOutput(io, {
    ...{ ...args, again, clock, expected: expected.of },
    ...{ idle: asking.idle, isAsking: asking.isOpen },
  });
}

/** @returns no journal if the operator does not agree to the plan */
async function loadAndReview<P extends Prepared>(
  { command, load, review, subdirectory = 'runs' }: RunSteps<P>,
  access: HostAccess,
  { clock, io }: Edges,
): Promise<{ readonly prepared: P; readonly journal?: Journal }> {
  review?.require();
  const prepared = await load();
  if (!review || (await review.agree(prepared, access)))
    return { prepared, journal: journalOf(prepared, { command, now: clock.now(), subdirectory }) };
  await access.close();
  io.stderr.write('Nothing was changed.\n');
  return { prepared };
}

interface OpenedRun<P extends Prepared> {
  readonly prepared: P;
  readonly journal: Journal;
  readonly command: string;
  readonly run: string;
  readonly emit: Emit;
  readonly access: HostAccess;
}

async function connectAndWork<P extends Prepared>(
  { connect, work = execution }: RunSteps<P>,
  { prepared, journal, emit, access, ...identity }: OpenedRun<P>,
  edges: Edges,
): Promise<number> {
  for (const text of prepared.warnings) emit({ kind: 'run.warned', text });
  const { keyPassphrases, inventory } = prepared;
  const { hosts } = inventory.cluster;
  const transport = connect ? await connect(prepared) : await access.use({ hosts, emit, keyPassphrases });
  const { signal, interrupt, stop } = interruption(edges.io, journal.lost);
  signal.addEventListener('abort', () => {
    if (!journal.lost.aborted) emit({ kind: 'run.interrupted', signal: String(signal.reason) });
  });
  try {
    const { recorded } = journal;
    const env = environment({ ...identity, prepared, emit, recorded, signal, transport }, edges);
    return await work(prepared, env, { asking: access.asking, interrupt });
  } finally {
    stop();
    await transport.close();
  }
}

function execution({ plan }: Prepared, env: RunEnvironment): Promise<number> {
  return execute(plan, env);
}

/** The journal comes first, so that everything on the screen is on disk already. */
function readersOf(
  journal: Journal,
  output: RunOutput,
  page: { readonly inventory: string; readonly previous: readonly RunEvent[] },
): readonly Reader[] {
  const writePage = htmlReporter((text) => journal.save('report.html', text), page);
  return [journal.read, writePage, output.read];
}

/** @throws UsageError if the inventory's directory is not writable */
function journalOf(
  { inventory }: Prepared,
  run: Pick<JournalOptions, 'command' | 'now' | 'subdirectory'>,
): Journal {
  const path = resolve(inventory.path);
  try {
    return openJournal({ inventory: path, cluster: inventory.cluster.name, ...run });
  } catch (error) {
    const what = 'cannot create the directory of this run';
    const next =
      'move the inventory to a directory where this account can write; each run stores its log there';
    throw new UsageError([{ where: dirname(path), what, why: (error as Error).message, next }]);
  }
}

function nearest(path: string): string {
  const from = relative(process.cwd(), path);
  return from.startsWith('..') ? path : from;
}

const NO_COUNTS: Counts = { changed: 0, unchanged: 0, failed: 0 };

/**
 * Counts the outcomes of steps, for the last event of a run that an error ends. Also records whether any step has
 * started.
 */
function stepCounter(): {
  readonly read: Reader;
  readonly counts: () => Counts;
  readonly anyStarted: () => boolean;
} {
  const counts: Record<keyof Counts, number> = { ...NO_COUNTS };
  let started = false;
  const read: Reader = (event) => {
    started ||= event.kind === 'step.started';
    if (event.kind === 'step.finished' && event.outcome !== 'unknown') counts[event.outcome] += 1;
  };
  return { read, counts: () => counts, anyStarted: () => started };
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
