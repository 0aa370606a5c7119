import { RefusedError, UsageError } from '../../errors/errors.ts';
import type { Terms } from '../../execute/environment.ts';
import { execute } from '../../execute/execute.ts';
import { planProblems, surveyProblems } from '../../plan/saved-plan.ts';
import { planUntil } from '../../plan/build/until.ts';
import type { ArgsOf, Edges, Work } from '../arguments/command.ts';
import { confirmPhases } from '../run/confirm-phases.ts';
import type { CONNECTING, DEPLOYING } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import { prompt } from '../terminal/prompt.ts';
import { conductRun } from '../run/conduct-run.ts';
import { checkSavedPlanFile, readSavedPlanFile } from '../run/saved-plan-file.ts';
import type { SavedPlanFile } from '../../model/stored-formats.ts';

type DeployArgs = ArgsOf<typeof CONNECTING & typeof DEPLOYING>;

/** A question cannot be read on a screen that is drawn anew ten times a second. */
const whereAsked = ({ output, confirm }: DeployArgs) => (confirm && output === 'auto' ? 'plain' : output);

export const deploy: Work<DeployArgs> = (args, edges) => {
  let terms: Terms = {};
  const load = async () => {
    if (args.confirm) requireTerminal(edges);
    const sealed = args.plan === undefined ? undefined : await readSavedPlanFile(args.plan);
    const prepared = await prepare({ ...args, playbook: args.playbook ?? sealed?.playbook }, edges);
    if (sealed) terms = sealedTerms(args, sealed, prepared);
    return args.until === undefined ? prepared : { ...prepared, plan: planUntil(prepared.plan, args.until) };
  };
  return conductRun(
    {
      command: 'deploy',
      args: { ...args, output: whereAsked(args) },
      load,
      start: (plan, env, person) => {
        const agree = args.confirm ? { agree: confirmPhases(person, env.signal) } : {};
        return execute(plan, { ...env, terms: { ...terms, ...agree } });
      },
    },
    edges,
  );
};

/** @throws UsageError when nobody is there to answer */
function requireTerminal({ io }: Edges): void {
  if (prompt(io).confirm) return;
  const next = 'run it on a terminal, or stop before a phase with --until';
  throw new UsageError([{ what: '--confirm needs a terminal to ask on', next }]);
}

/**
 * Only what was sealed may be done.
 * @throws RefusedError when the plan is another one already, UsageError when the file does not fit the secrets
 */
function sealedTerms(
  { plan: path = '' }: DeployArgs,
  sealed: SavedPlanFile,
  { plan, material }: Prepared,
): Terms {
  const receiptKey = material.secrets.receipt_key;
  checkSavedPlanFile(path, sealed, receiptKey);
  const problems = planProblems(sealed.contents, plan, receiptKey);
  if (problems.length > 0) throw new RefusedError(problems);
  return {
    refuse: (comparison, surveys) => surveyProblems(sealed.contents, { comparison, surveys, receiptKey }),
  };
}
