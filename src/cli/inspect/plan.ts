import { EXIT, UsageError } from '../../errors/errors.ts';
import type { PlanForecast, StepForecast } from '../../model/plan/forecast.ts';
import type { StepId } from '../../model/names.ts';
import { savedPlanOf } from '../../plan/saved-plan.ts';
import { planText } from '../../report/plan/plan-text.ts';
import { runbook } from '../../report/plan/runbook.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Edges } from '../program-environment.ts';
import {
  comparedPlan,
  comparedPlanText,
  planJson,
  printLocks,
  reportRefusal,
  type ComparedPlan,
} from '../run/compared-plan.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { PLAN_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import { writeSavedPlanFile } from '../run/saved-plan-file.ts';

type PlanArgs = ArgumentsOf<typeof PLAN_FLAGS>;

/** @returns 0 if there is nothing to do, or with `--offline`; 10 if deploy would change something; 7 if it would refuse */
export const plan = withJsonProblems<PlanArgs>(async (args, edges) => {
  if (args.offline && args.save !== undefined) throw nothingToSave();
  const prepared = await prepare(args, edges);
  const { stdout, stderr } = edges.io;
  for (const text of prepared.warnings) stderr.write(edges.mask.text(`warning: ${text}\n`));
  const compared = args.offline ? undefined : await comparePlan(prepared, args, edges);
  if (compared) printLocks(compared, 'deploy', edges);
  stdout.write(`${edges.mask.text(answer(prepared, args, compared))}\n`);
  if (!compared) return EXIT.done;
  if (args.save !== undefined) await save(args.save, { args, prepared, compared }, edges);
  return reportRefusal(compared, args, edges);
});

function nothingToSave(): UsageError {
  const why = 'a saved plan contains the state of the hosts';
  return new UsageError([
    { what: '--save and --offline cannot be combined', why, next: 'remove one of them' },
  ]);
}

async function comparePlan(prepared: Prepared, args: PlanArgs, edges: Edges): Promise<ComparedPlan> {
  return readHosts({ command: 'plan', prepared, args }, edges, (env) => comparedPlan(prepared, env));
}

/** Saves the plan unless deploy would refuse it. */
async function save(
  path: string,
  { args, prepared, compared }: { args: PlanArgs; prepared: Prepared; compared: ComparedPlan },
  { io, clock }: Edges,
): Promise<void> {
  if (compared.inspection.refusal) return;
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
  if (args.output === 'json') return planJson(whole, compared);
  if (args.runbook) {
    const forecasts = compared && { forecasts: byStep(compared.forecast) };
    const estimate = compared?.estimate && { estimate: compared.estimate };
    return runbook({ plan: whole, command: deployCommand(args), ...forecasts, ...estimate });
  }
  if (!compared) return planText(whole);
  return comparedPlanText(whole, compared, { command: 'deploy', verbose: args.verbose });
}

/** The command line that carries out the plan. */
function deployCommand({ inventory, playbook }: PlanArgs): string {
  return ['quorate deploy', inventory, ...(playbook === undefined ? [] : ['--playbook', playbook])].join(' ');
}

function byStep({ steps }: PlanForecast): Readonly<Record<StepId, StepForecast>> {
  return Object.fromEntries(steps.map((step) => [step.step, step]));
}
