import { EXIT, UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { inspect } from '../../execute/read/inspect.ts';
import type { Inspection } from '../../execute/read/inspect.ts';
import type { Estimate, PlanForecast, StepForecast } from '../../model/plan/forecast.ts';
import { formatDuration } from '../../model/duration.ts';
import type { StepId } from '../../model/names.ts';
import { forecastOf } from '../../plan/compare/forecast.ts';
import { savedPlanOf } from '../../plan/saved-plan.ts';
import { planChanges } from '../../report/plan/plan-changes.ts';
import { planText } from '../../report/plan/plan-text.ts';
import { renderProblems } from '../../report/problems.ts';
import { runbook } from '../../report/plan/runbook.ts';
import { warningText } from '../../report/text.ts';
import type { HeldBy } from '../../transport/port.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Edges } from '../edges.ts';
import { estimateOf } from './estimate.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { PLAN_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import { writeSavedPlanFile } from '../run/saved-plan-file.ts';
import { jsonOutput } from '../terminal/json-output.ts';

type PlanArgs = ArgumentsOf<typeof PLAN_FLAGS>;

/** What was compared with the hosts, fit to be shown. */
interface Foreseen {
  readonly inspection: Inspection;
  readonly forecast: PlanForecast;
  readonly estimate: Estimate | undefined;
  /** Why deploy would refuse to begin. */
  readonly refusals: readonly Problem[];
}

/**
 * @returns 0 for nothing to do (and for `--offline`, which cannot know), 10 when deploy would change something, 7 when
 * it would refuse to begin
 */
export const plan = withJsonProblems<PlanArgs>(async (args, edges) => {
  if (args.offline && args.save !== undefined) throw nothingToSeal();
  const prepared = await prepare(args, edges);
  const { stdout, stderr } = edges.io;
  for (const text of prepared.warnings) stderr.write(edges.mask.text(`warning: ${text}\n`));
  const foreseen = args.offline ? undefined : await foresee(prepared, args, edges);
  for (const by of foreseen?.inspection.holders ?? [])
    stderr.write(`${edges.mask.text(warningText(heldBy(by)))}\n`);
  stdout.write(`${edges.mask.text(answer(prepared, args, foreseen))}\n`);
  if (!foreseen) return EXIT.done;
  if (args.save !== undefined) await save(args.save, { args, prepared, foreseen }, edges);
  if (foreseen.refusals.length === 0) return foreseen.forecast.nothingToDo ? EXIT.done : EXIT.somethingToDo;
  stderr.write(`${renderProblems(edges.mask.within(foreseen.refusals), { inventory: args.inventory })}\n`);
  return EXIT.refused;
});

function heldBy({ who, from, command, heldForMs }: HeldBy): string {
  const since = `since ${formatDuration(heldForMs)}`;
  return `${who} on ${from} holds the lock ${since}: ${command}. The hosts are about to change; a deploy now ends with exit code 6`;
}

function nothingToSeal(): UsageError {
  const why = 'a saved plan holds what was seen on the hosts';
  return new UsageError([
    { what: '--save and --offline do not go together', why, next: 'leave one of them out' },
  ]);
}

async function foresee(prepared: Prepared, args: PlanArgs, edges: Edges): Promise<Foreseen> {
  const seen = await readHosts({ command: 'plan', prepared, args }, edges, (env) =>
    inspect(prepared.plan, env),
  );
  const forecast = forecastOf(prepared.plan, seen, seen);
  const estimate = await estimateOf(prepared, forecast);
  return { inspection: seen, forecast, estimate, refusals: seen.refusals };
}

/** A plan that deploy would refuse is not worth keeping. */
async function save(
  path: string,
  { args, prepared, foreseen }: { args: PlanArgs; prepared: Prepared; foreseen: Foreseen },
  { io, clock }: Edges,
): Promise<void> {
  if (foreseen.refusals.length > 0) return;
  const receiptKey = prepared.material.secrets.receipt_key;
  const { inspection } = foreseen;
  const contents = savedPlanOf({
    plan: prepared.plan,
    comparison: inspection,
    surveys: inspection.surveys,
    receiptKey,
  });
  const playbook = args.playbook === undefined ? {} : { playbook: args.playbook };
  const savedAt = new Date(clock.now()).toISOString();
  await writeSavedPlanFile(path, { command: 'deploy', ...playbook, savedAt, contents }, receiptKey);
  io.stderr.write(`saved: quorate deploy ${args.inventory} --plan ${path} does this or refuses\n`);
}

function answer({ plan: whole }: Prepared, args: PlanArgs, foreseen: Foreseen | undefined): string {
  if (args.output === 'json') return jsonOutput({ plan: whole, ...(foreseen && asData(foreseen)) });
  const estimate = foreseen?.estimate && { estimate: foreseen.estimate };
  if (args.runbook) {
    const forecasts = foreseen && { forecasts: byStep(foreseen.forecast) };
    return runbook({ plan: whole, command: deployCommand(args), ...forecasts, ...estimate });
  }
  if (!foreseen) return planText(whole);
  const { forecast, refusals } = foreseen;
  const refused = refusals.length > 0;
  return planChanges({ plan: whole, forecast, refused, ...estimate }, { verbose: args.verbose });
}

/** The command that does what was planned, as it is typed. */
function deployCommand({ inventory, playbook }: PlanArgs): string {
  return ['quorate deploy', inventory, ...(playbook === undefined ? [] : ['--playbook', playbook])].join(' ');
}

function asData({ inspection, forecast, estimate, refusals }: Foreseen): Readonly<Record<string, unknown>> {
  const heldBy = inspection.holders.map(({ who, from, command, heldForMs }) => ({
    who,
    from,
    command,
    heldForMs,
  }));
  const steps = forecast.steps.map(({ step, mark, note, files }) => [step, { mark, note, files }] as const);
  return { ...forecast, steps: Object.fromEntries(steps), ...(estimate && { estimate }), refusals, heldBy };
}

function byStep({ steps }: PlanForecast): Readonly<Record<StepId, StepForecast>> {
  return Object.fromEntries(steps.map((step) => [step.step, step]));
}
