import { EXIT } from '../../errors/errors.ts';
import type { ExitCode } from '../../errors/errors.ts';
import type { RunEnvironment } from '../../execute/environment.ts';
import { inspect } from '../../execute/read/inspect.ts';
import type { Inspection } from '../../execute/read/inspect.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Estimate, PlanForecast } from '../../model/plan/forecast.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { forecastOf } from '../../plan/compare/forecast.ts';
import { planChanges } from '../../report/plan/plan-changes.ts';
import { renderProblems } from '../../report/problems.ts';
import { warningText } from '../../report/text.ts';
import type { HeldBy } from '../../transport/port.ts';
import type { UnwrittenCertificate } from '../certificates/issue-missing.ts';
import type { Edges } from '../program-environment.ts';
import type { Prepared } from './prepare.ts';
import { jsonOutput } from '../terminal/json-output.ts';
import { estimateOf } from './estimate.ts';

/** The plan compared with the hosts. */
export interface ComparedPlan {
  readonly inspection: Inspection;
  readonly forecast: PlanForecast;
  readonly estimate: Estimate | undefined;
}

/** Compares the plan with the hosts. Changes nothing. */
export async function comparedPlan(prepared: Prepared, env: RunEnvironment): Promise<ComparedPlan> {
  const inspection = await inspect(prepared.plan, env);
  const forecast = forecastOf(prepared.plan, inspection, inspection);
  return { inspection, forecast, estimate: await estimateOf(prepared, forecast) };
}

/** Prints a warning for each run that is changing the hosts now. @param command the command that the plan is for */
export function printLocks({ inspection }: ComparedPlan, command: string, { io, mask }: Edges): void {
  for (const by of inspection.holders) io.stderr.write(`${mask.text(warningText(lockText(by, command)))}\n`);
}

function lockText({ who, from, command, heldForMs }: HeldBy, wanted: string): string {
  const since = `for ${formatDuration(heldForMs)}`;
  return `locked by ${who} on ${from} ${since}: ${command}. That run may change the hosts; a ${wanted} now exits with code 6`;
}

/**
 * Prints why the command would refuse to start.
 * @returns 7 if it would, 0 if there is nothing to do, otherwise 10
 */
export function reportRefusal(
  { inspection, forecast }: ComparedPlan,
  { inventory }: { readonly inventory: string },
  { io, mask, again }: Edges,
): ExitCode {
  const { refusal } = inspection;
  if (!refusal) return forecast.nothingToDo ? EXIT.done : EXIT.somethingToDo;
  io.stderr.write(`${renderProblems(mask.within(refusal.problems), { inventory, again })}\n`);
  return EXIT.refused;
}

/** The steps that the command would run, by phase, and what follows from them. */
export function comparedPlanText(
  plan: Plan,
  { inspection, forecast, estimate }: ComparedPlan,
  { command, verbose }: { readonly command: string; readonly verbose: boolean },
): string {
  const { disruptions, refusal } = inspection;
  const refused = refusal !== undefined;
  return planChanges(
    { plan, forecast, command, disruptions, refused, ...(estimate && { estimate }) },
    { verbose },
  );
}

/**
 * The plan as JSON.
 * @param compared undefined if no host was queried
 * @param unwritten certificates that the run issues
 */
export function planJson(
  plan: Plan,
  compared: ComparedPlan | undefined,
  unwritten: readonly UnwrittenCertificate[] = [],
): string {
  const certificates = unwritten.map(({ file, why }) => ({ file, why }));
  return jsonOutput({
    plan,
    ...(compared && asData(compared)),
    ...(certificates.length > 0 && { certificates }),
  });
}

function asData({ inspection, forecast, estimate }: ComparedPlan) {
  const heldBy = inspection.holders.map(({ who, from, command, heldForMs }) => ({
    who,
    from,
    command,
    heldForMs,
  }));
  const { disruptions, refusal } = inspection;
  const refusals = refusal?.problems ?? [];
  const steps = forecast.steps.map(({ step, mark, note, files }) => [step, { mark, note, files }] as const);
  return {
    ...forecast,
    steps: Object.fromEntries(steps),
    ...(estimate && { estimate }),
    disruptions,
    refusals,
    heldBy,
  };
}
