import { EXIT } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { inspect } from '../../execute/inspect.ts';
import type { Estimate, PlanForecast, StepForecast } from '../../model/forecast.ts';
import type { StepId } from '../../model/names.ts';
import { forecastOf } from '../../plan/forecast.ts';
import { planChanges } from '../../report/plan-changes.ts';
import { planText } from '../../report/plan-text.ts';
import { renderProblems } from '../../report/problems.ts';
import { runbook } from '../../report/runbook.ts';
import type { ArgsOf, Edges, Work } from '../command.ts';
import { estimateOf } from '../estimate.ts';
import { lookAtHosts } from '../look.ts';
import type { CONNECTING, FORESEEING } from '../options.ts';
import { prepare } from '../prepare.ts';
import type { Prepared } from '../prepare.ts';

type PlanArgs = ArgsOf<typeof CONNECTING & typeof FORESEEING>;

/** What was compared with the hosts, fit to be shown. */
interface Foreseen {
  readonly forecast: PlanForecast;
  readonly estimate: Estimate | undefined;
  /** Why deploy would refuse to begin. */
  readonly refusals: readonly Problem[];
}

/**
 * @returns 0 for nothing to do (and for `--offline`, which cannot know), 10 when deploy would change something, 7 when
 * it would refuse to begin
 */
export const plan: Work<PlanArgs> = async (args, edges) => {
  const prepared = await prepare(args, edges);
  const { stdout, stderr } = edges.io;
  for (const text of prepared.warnings) stderr.write(edges.mask.text(`warning: ${text}\n`));
  const foreseen = args.offline ? undefined : await foresee(prepared, args, edges);
  stdout.write(`${edges.mask.text(answer(prepared, args, foreseen))}\n`);
  if (!foreseen) return EXIT.done;
  if (foreseen.refusals.length === 0) return foreseen.forecast.nothingToDo ? EXIT.done : EXIT.somethingToDo;
  stderr.write(`${renderProblems(edges.mask.within(foreseen.refusals))}\n`);
  return EXIT.refused;
};

async function foresee(prepared: Prepared, args: PlanArgs, edges: Edges): Promise<Foreseen> {
  const seen = await lookAtHosts({ command: 'plan', prepared, args }, edges, (env) =>
    inspect(prepared.plan, env),
  );
  const forecast = forecastOf(prepared.plan, seen, seen);
  return { forecast, estimate: await estimateOf(prepared, forecast), refusals: seen.refusals };
}

function answer({ plan: whole }: Prepared, args: PlanArgs, foreseen: Foreseen | undefined): string {
  if (args.output === 'json') return JSON.stringify({ plan: whole, ...(foreseen && asData(foreseen)) });
  const estimate = foreseen?.estimate && { estimate: foreseen.estimate };
  if (args.runbook) {
    const forecasts = foreseen && { forecasts: byStep(foreseen.forecast) };
    return runbook({ plan: whole, command: `quorate deploy ${args.inventory}`, ...forecasts, ...estimate });
  }
  if (!foreseen) return planText(whole);
  const { forecast } = foreseen;
  return planChanges({ plan: whole, forecast, ...estimate }, { verbose: args.verbose });
}

function asData({ forecast, estimate, refusals }: Foreseen): Readonly<Record<string, unknown>> {
  const steps = forecast.steps.map(({ step, mark, note, files }) => [step, { mark, note, files }] as const);
  return { ...forecast, steps: Object.fromEntries(steps), ...(estimate && { estimate }), refusals };
}

function byStep({ steps }: PlanForecast): Readonly<Record<StepId, StepForecast>> {
  return Object.fromEntries(steps.map((step) => [step.step, step]));
}
