import { StepError } from '../../errors/errors.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { Inputs, Step } from '../../model/plan/step.ts';
import { hostDigest, keyedInputs } from '../../plan/digest.ts';
import type { HostChange, Outcome, Survey } from '../../transport/port.ts';
import type { At } from './attempt.ts';
import type { Run } from '../run.ts';
import { FORMAT } from '../../model/stored-formats.ts';
import { inOrder, manual, RUN_AGAIN } from '../../model/next-step.ts';

/** Applies the changes in one script on the host. @throws StepError for the change that failed */
export async function applyChanges(
  run: Run,
  { step, at, changes }: { step: Step; at: At; changes: readonly HostChange[] },
): Promise<void> {
  const outcomes = await run.fleet.session(at.host).change(changes);
  const failed = outcomes.findIndex((outcome) => !outcome.ok);
  if (failed < 0) return;
  throw failure(step, { at, change: changes[failed], outcome: outcomes[failed] });
}

function failure(
  step: Step,
  { at, change, outcome }: { at: At; change: HostChange | undefined; outcome: Outcome | undefined },
): StepError {
  const lines = `${outcome?.stdout ?? ''}\n${outcome?.stderr ?? ''}`.trim().split('\n').slice(-12);
  const doing =
    change?.kind === 'run'
      ? commandToLog(change.command)
      : change && 'path' in change
        ? `${change.kind} ${change.path}`
        : change?.kind === 'forget'
          ? 'forget'
          : 'a receipt';
  const next = inOrder(manual('fix the cause in the lines above'), RUN_AGAIN);
  return new StepError([
    { where: at.host, what: `${step.title} failed: ${doing}: exit code ${outcome?.code}`, next, lines },
  ]);
}

/**
 * Returns a change that writes a receipt. The digests in `inputs` must already be keyed for the host (`keyedInputsOn`).
 */
export function receiptChange(run: Run, name: string, inputs: Inputs): HostChange {
  return { kind: 'receipt', name, receipt: { v: FORMAT, inputs, run: run.env.run } };
}

/** Returns the inputs with digests that are keyed for this host by its machine-id, as its receipts store them. */
export async function keyedInputsOn(run: Run, at: At, inputs: Inputs): Promise<Inputs> {
  const survey = await anySurvey(run, at);
  return keyedInputs(inputs, hostDigest(run.env.receiptKey, survey.facts.machineId));
}

/** Uses any survey of the host in this run, because the machine-id does not change. */
export async function anySurvey(run: Run, { host }: At): Promise<Survey> {
  return run.fleet.remembered(host) ?? (await run.fleet.survey(host));
}
