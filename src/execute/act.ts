import { StepError } from '../errors/errors.ts';
import { commandToLog } from '../model/log.ts';
import type { FileSpec, Inputs, Step } from '../model/step.ts';
import { hostKey, keyedInputs } from '../plan/digest.ts';
import { contentInput, fileReceipt } from '../plan/state.ts';
import type { StepState } from '../plan/state.ts';
import type { Change, Outcome, Survey } from '../transport/port.ts';
import { actJob } from './job.ts';
import type { Run } from './run.ts';
import type { At, Attempt } from './step.ts';

export interface Acting {
  readonly at: At;
  readonly state: StepState;
  readonly attempt: Attempt;
  readonly runSteps: (steps: readonly Step[]) => Promise<void>;
}

/** Does what a step's state asks for. @throws StepError with the host's own words */
export async function act(run: Run, step: Step, acting: Acting): Promise<void> {
  const { state, at, attempt } = acting;
  run.fleet.changed();
  attempt.acted = true;
  switch (state.kind) {
    case 'files':
      return actFiles(run, { step, at, files: state.files });
    case 'artifact':
      return actArtifact(run, step, at);
    case 'run':
    case 'gate':
      return actRun(run, step, at);
    case 'job':
      return actJob(run, step, { ...acting, decision: state.decision });
    case 'so':
    case 'owes':
    case 'refused':
      throw new Error(`nothing to act on: ${step.id} is ${state.kind}`);
  }
}

async function actFiles(
  run: Run,
  { step, at, files }: { step: Step; at: At; files: readonly FileSpec[] },
): Promise<void> {
  const survey = await surveyed(run, at);
  const changes = files.flatMap((file) => fileChanges(run, file, survey));
  await change(run, { step, at, changes });
}

function fileChanges(run: Run, file: FileSpec, survey: Survey): readonly Change[] {
  const { path, mode, owner, want } = file;
  if (want === 'absent') return [{ kind: 'remove', path }];
  const write: Change = {
    kind: 'write',
    path,
    mode,
    owner,
    content: want,
    ...(file.check ? { check: file.check } : {}),
  };
  const content = contentInput(file, survey, run.env.receiptKey);
  return file.compare === 'receipt' && content
    ? [write, receiptChange(run, fileReceipt(path), { content })]
    : [write];
}

async function actArtifact(run: Run, step: Step, at: At): Promise<void> {
  if (step.action.kind !== 'artifact') return;
  const { source, path } = step.action;
  const { clock, emit } = run.env;
  let shown = 0;
  await run.fleet.session(at.host).upload({ source, path, mode: 0o600, owner: 'root:root' }, (sent) => {
    if (clock.now() - shown < 200) return;
    shown = clock.now();
    emit({ kind: 'step.progress', ...at, step: step.id, done: sent, of: source.size });
  });
  const survey = await surveyed(run, at);
  const content = hostKey(run.env.receiptKey, survey.facts.machineId)(source.sha256);
  await change(run, { step, at, changes: [receiptChange(run, fileReceipt(path), { content })] });
}

async function actRun(run: Run, step: Step, at: At): Promise<void> {
  if (step.action.kind !== 'run') return;
  const { command, unless } = step.action;
  const changes: Change[] = [{ kind: 'run', command }];
  if (typeof unless === 'object' && 'receipt' in unless) {
    changes.push(receiptChange(run, unless.receipt, await inputsFor(run, at, unless.inputs)));
  }
  await change(run, { step, at, changes });
}

/** One script on the host. @throws StepError for the change that failed */
export async function change(
  run: Run,
  { step, at, changes }: { step: Step; at: At; changes: readonly Change[] },
): Promise<void> {
  const outcomes = await run.fleet.session(at.host).change(changes);
  const failed = outcomes.findIndex((outcome) => !outcome.ok);
  if (failed < 0) return;
  throw failure(step, { at, change: changes[failed], outcome: outcomes[failed] });
}

function failure(
  step: Step,
  { at, change, outcome }: { at: At; change: Change | undefined; outcome: Outcome | undefined },
): StepError {
  const lines = `${outcome?.stdout ?? ''}\n${outcome?.stderr ?? ''}`.trim().split('\n').slice(-12);
  const doing =
    change?.kind === 'run'
      ? commandToLog(change.command)
      : change && 'path' in change
        ? `${change.kind} ${change.path}`
        : 'a receipt';
  const next = 'mend what the lines below say, then run the same command again';
  return new StepError([
    { where: at.host, what: `${step.title} failed: ${doing}: exit code ${outcome?.code}`, next, lines },
  ]);
}

/** A receipt for the host's own disk; inputs must be keyed to it already. */
export function receiptChange(run: Run, name: string, inputs: Inputs): Change {
  return { kind: 'receipt', name, receipt: { v: 1, inputs, run: run.env.run } };
}

/** Inputs keyed to the host's machine-id. */
export async function inputsFor(run: Run, at: At, inputs: Inputs): Promise<Inputs> {
  const survey = await surveyed(run, at);
  return keyedInputs(inputs, hostKey(run.env.receiptKey, survey.facts.machineId));
}

/** Any survey of the host in this run: the machine-id does not change. */
async function surveyed(run: Run, { host }: At): Promise<Survey> {
  return run.fleet.remembered(host) ?? (await run.fleet.survey(host));
}
