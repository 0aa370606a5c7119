import { ConnectError } from '../errors/errors.ts';
import type { HostName } from '../model/names.ts';
import type { PhasePlan, Plan } from '../model/plan/plan.ts';
import type { Comparison, Surveys } from '../plan/compare/compare.ts';
import { forecastOf, type FileTexts } from '../plan/compare/forecast.ts';
import { boundedDiffs } from '../plan/diff/bounded.ts';
import { stoppedBefore } from '../plan/build/until.ts';
import { alreadyDone } from './already-done.ts';
import { endingOf, exitCodeOf } from './exit-code.ts';
import { readTexts } from './read/file-texts.ts';
import type { Run, Tally } from './run.ts';

/** Emits the first event of a run. */
export function reportStart({ plan, env }: Run): void {
  env.emit({
    kind: 'run.started',
    command: env.command,
    cluster: plan.cluster,
    ...(env.terms?.refuse && { savedPlan: true }),
    ...(env.rehearsal && { rehearsal: true }),
    by: { who: env.holder.who, from: env.holder.from, ...(env.version && { version: env.version }) },
    roles: Object.fromEntries(env.cluster.hosts.map(({ name, role }) => [name, role])),
    hosts: plan.hosts,
    phases: plan.phases.map(outline),
  });
}

function outline({ id, title, lanes }: PhasePlan): {
  id: string;
  title: string;
  hosts: readonly HostName[];
  steps: number;
} {
  return {
    id,
    title,
    hosts: lanes.map((lane) => lane.host),
    steps: lanes.reduce((sum, lane) => sum + lane.steps.length, 0),
  };
}

/** Emits what the run will change. Reads the present text of changed files, of which only masked differences are emitted. */
export async function reportCompared(run: Run, comparison: Comparison, surveys: Surveys): Promise<void> {
  const { plan, env } = run;
  // The steps on a host that is lost meanwhile report the loss.
  const texts = await readTexts(run, comparison, surveys).catch(noTextsIfLost);
  const { steps } = forecastOf(plan, comparison, { surveys, texts });
  const changing = steps.filter(({ mark }) => mark === 'change');
  env.emit({
    kind: 'run.compared',
    changing: changing.map(({ step }) => step),
    files: boundedDiffs(
      changing.flatMap(({ step, host, files }) => files.map((file) => ({ ...file, step, host }))),
    ),
  });
}

function noTextsIfLost(error: unknown): FileTexts {
  if (error instanceof ConnectError) return {};
  throw error;
}

/** Emits the last event of a run: how it ended, and why. */
export function reportEnd(run: Run): void {
  const { tally, env } = run;
  const outcome = endingOf(run);
  const requires = tally.requires.map(({ host, note }) => ({ host, note }));
  const problems = tally.failures.map((failure) => failure.problem);
  const refused = tally.failures.filter(({ kind }) => kind === 'refused').length;
  const closing = outcome === 'done' ? closingOf(run) : [];
  env.emit({
    kind: 'run.finished',
    outcome,
    exitCode: exitCodeOf(run),
    counts: { ...tally.counts },
    ...(refused > 0 && { refused }),
    ms: env.clock.now() - run.startedAt,
    requires,
    problems,
    closing,
  });
}

function closingOf({ tally, env, plan }: Run): readonly string[] {
  if (tally.declined !== undefined) return stoppedBefore(tally.declined);
  return [...doneBefore(tally, plan), ...(env.printsClosing ? plan.closing : [])];
}

/** Line of a run that found everything done. Empty for a run of gates only, and if a host requires another command. */
function doneBefore({ counts, requires }: Tally, { change }: Plan): readonly string[] {
  const foundDone = counts.changed === 0 && counts.unchanged > 0 && requires.length === 0;
  return foundDone ? [`Nothing to do: ${alreadyDone(change)}.`] : [];
}
