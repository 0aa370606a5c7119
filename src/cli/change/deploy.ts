import { RefusedError, UsageError } from '../../errors/errors.ts';
import type { Terms } from '../../execute/environment.ts';
import { execute } from '../../execute/execute.ts';
import type { SavedPlanFile } from '../../model/stored-formats.ts';
import { planUntil } from '../../plan/build/until.ts';
import { planProblems, surveyProblems } from '../../plan/saved-plan.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { ChangeWork } from '../arguments/command.ts';
import type { DEPLOY_FLAGS } from '../arguments/flags.ts';
import type { Edges } from '../program-environment.ts';
import { reviewOf, showPlan } from '../run/review.ts';
import { conductRun } from '../run/conduct-run.ts';
import { confirmPhases } from '../run/confirm-phases.ts';
import { prepareDeploy } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import { checkSavedPlanFile, readSavedPlanFile } from '../run/saved-plan-file.ts';
import { prompt } from '../terminal/prompt.ts';
import { either, manual, runAgain } from '../../model/next-step.ts';

type DeployArguments = ArgumentsOf<typeof DEPLOY_FLAGS>;

/** Deploys the whole cluster, or carries out a saved plan. */
export const deploy: ChangeWork<'deploy', typeof DEPLOY_FLAGS> = async (call, edges) => {
  const { args } = call;
  const load = async () => {
    if (args.confirm && !args.dryRun) requireTerminal(edges);
    const saved = args.plan === undefined ? undefined : await readSavedPlanFile(args.plan);
    const named = args.playbook ?? saved?.playbook;
    const playbook = named === undefined ? { builtIn: call.playbook } : { named };
    const prepared = await prepareDeploy({ inventory: args.inventory, playbook }, edges);
    const terms: Terms = saved ? savedTerms(args, saved, prepared) : {};
    const plan = args.until === undefined ? prepared.plan : planUntil(prepared.plan, args.until);
    return { ...prepared, plan, terms };
  };
  if (args.dryRun) return showPlan(call, load, edges);
  // A saved plan, or the confirmation of each phase, is an agreement of its own.
  const agreesOtherwise = args.confirm || args.plan !== undefined;
  const { exitCode } = await conductRun(
    {
      ...call,
      ...(agreesOtherwise ? {} : { review: reviewOf({ ...call, kind: 'deploy' }, edges) }),
      args: { ...args, output: outputFor(args) },
      load,
      work: ({ plan, terms }, env, operator) => {
        const agree = args.confirm ? { agree: confirmPhases(operator, env.signal) } : {};
        return execute(plan, { ...env, printsClosing: true, terms: { ...terms, ...agree } });
      },
    },
    edges,
  );
  return exitCode;
};

/** Returns plain output if the run asks questions. Redrawing the screen ten times a second would hide the questions. */
function outputFor({ output, confirm }: DeployArguments): DeployArguments['output'] {
  return confirm && output === 'auto' ? 'plain' : output;
}

/** @throws UsageError if there is no terminal for the confirmation */
function requireTerminal({ io }: Edges): void {
  if (prompt(io).confirm) return;
  const next = either(
    manual('use a terminal'),
    runAgain({ when: 'to stop before a phase', with: '--until' }),
  );
  throw new UsageError([{ what: '--confirm requires a terminal', next }]);
}

/**
 * Lets the run do only what the saved plan contains.
 * @throws RefusedError if the saved plan is stale, UsageError if the file does not match the secrets
 */
function savedTerms(
  { plan: path = '' }: DeployArguments,
  saved: SavedPlanFile,
  { plan, material }: Prepared,
): Terms {
  const receiptKey = material.secrets.receipt_key;
  checkSavedPlanFile(path, saved, receiptKey);
  const problems = planProblems(saved.contents, plan, receiptKey);
  if (problems.length > 0) throw new RefusedError(problems);
  return {
    refuse: (comparison, surveys) => surveyProblems(saved.contents, { comparison, surveys, receiptKey }),
  };
}
