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
import type { Edges } from '../program-environment.ts';
import { estimateOf } from './estimate.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { PLAN_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import { writeSavedPlanFile } from '../run/saved-plan-file.ts';
import { jsonOutput } from '../terminal/json-output.ts';

type PlanArgs = ArgumentsOf<typeof PLAN_FLAGS>;

/** The plan compared with the hosts. */
interface ComparedPlan {
  readonly inspection: Inspection;
  readonly forecast: PlanForecast;
  readonly estimate: Estimate | undefined;
  /** Why deploy would refuse to start. */
  readonly refusals: readonly Problem[];
}

/** @returns 0 if there is nothing to do, or with `--offline`; 10 if deploy would change something; 7 if it would refuse */
export const plan = withJsonProblems<PlanArgs>(async (args, edges) => {
  if (args.offline && args.save !== undefined) throw nothingToSave();
  const prepared = await prepare(args, edges);
  const { stdout, stderr } = edges.io;
  for (const text of prepared.warnings) stderr.write(edges.mask.text(`warning: ${text}\n`));
  const compared = args.offline ? undefined : await comparePlan(prepared, args, edges);
  for (const by of compared?.inspection.holders ?? [])
    stderr.write(`${edges.mask.text(warningText(heldBy(by)))}\n`);
  stdout.write(`${edges.mask.text(answer(prepared, args, compared))}\n`);
  if (!compared) return EXIT.done;
  if (args.save !== undefined) await save(args.save, { args, prepared, compared }, edges);
  if (compared.refusals.length === 0) return compared.forecast.nothingToDo ? EXIT.done : EXIT.somethingToDo;
  stderr.write(`${renderProblems(edges.mask.within(compared.refusals), { inventory: args.inventory })}\n`);
  return EXIT.refused;
});

function heldBy({ who, from, command, heldForMs }: HeldBy): string {
  const since = `for ${formatDuration(heldForMs)}`;
  return `locked by ${who} on ${from} ${since}: ${command}. That run may change the hosts; a deploy now exits with code 6`;
}

function nothingToSave(): UsageError {
  const why = 'a saved plan contains the state of the hosts';
  return new UsageError([
    { what: '--save and --offline cannot be combined', why, next: 'remove one of them' },
  ]);
}

async function comparePlan(prepared: Prepared, args: PlanArgs, edges: Edges): Promise<ComparedPlan> {
  const seen = await readHosts({ command: 'plan', prepared, args }, edges, (env) =>
    inspect(prepared.plan, env),
  );
  const forecast = forecastOf(prepared.plan, seen, seen);
  const estimate = await estimateOf(prepared, forecast);
  return { inspection: seen, forecast, estimate, refusals: seen.refusals };
}

/** Saves the plan unless deploy would refuse it. */
async function save(
  path: string,
  { args, prepared, compared }: { args: PlanArgs; prepared: Prepared; compared: ComparedPlan },
  { io, clock }: Edges,
): Promise<void> {
  if (compared.refusals.length > 0) return;
  const receiptKey = prepared.material.secrets.receipt_key;
  const { inspection } = compared;
  const contents = savedPlanOf({
    plan: prepared.plan,
    comparison: inspection,
    surveys: inspection.surveys,
    receiptKey,
  });
  const playbook = args.playbook === undefined ? {} : { playbook: args.playbook };
  const savedAt = new Date(clock.now()).toISOString();
  await writeSavedPlanFile(path, { command: 'deploy', ...playbook, savedAt, contents }, receiptKey);
  io.stderr.write(`saved; apply exactly this plan with: quorate deploy ${args.inventory} --plan ${path}\n`);
}

function answer({ plan: whole }: Prepared, args: PlanArgs, compared: ComparedPlan | undefined): string {
  if (args.output === 'json') return jsonOutput({ plan: whole, ...(compared && asData(compared)) });
  const estimate = compared?.estimate && { estimate: compared.estimate };
  if (args.runbook) {
    const forecasts = compared && { forecasts: byStep(compared.forecast) };
    return runbook({ plan: whole, command: deployCommand(args), ...forecasts, ...estimate });
  }
  if (!compared) return planText(whole);
  const { forecast, refusals } = compared;
  const refused = refusals.length > 0;
  return planChanges({ plan: whole, forecast, refused, ...estimate }, { verbose: args.verbose });
}

/** The command line that carries out the plan. */
function deployCommand({ inventory, playbook }: PlanArgs): string {
  return ['quorate deploy', inventory, ...(playbook === undefined ? [] : ['--playbook', playbook])].join(' ');
}

function asData({
  inspection,
  forecast,
  estimate,
  refusals,
}: ComparedPlan): Readonly<Record<string, unknown>> {
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
