import { StepError } from '../../errors/errors.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { FileSpec, Step, Upload } from '../../model/plan/step.ts';
import { hostDigest } from '../../plan/digest.ts';
import { contentInput, observedInput } from '../../plan/compare/step-state.ts';
import type { HostChange, Outcome, Survey } from '../../transport/port.ts';
import { actJob, receiptOfJob } from './run-job.ts';
import type { Run } from '../run.ts';
import type { Acting, At } from './attempt.ts';
import { resolveArguments } from './resolve-arguments.ts';
import { anySurvey, keyedInputsOn, receiptChange } from './receipts.ts';
import { fileReceipt, observedReceipt } from '../../model/stored-formats.ts';
import { RUN_AGAIN, shellOn } from '../../model/next-step.ts';
import { platformOf } from '../../registry/platforms.ts';
import { KILLED } from '../../gates/causes/classify-failure.ts';
import { showLog } from '../../gates/causes/show-log.ts';
import { followUp, unitOf } from './follow-up.ts';
import { stepFailure } from './step-failure.ts';

/** Performs the action that a step's state requires. @throws StepError with the host's output */
export async function performAction(run: Run, step: Step, acting: Acting): Promise<void> {
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
      return actRun(run, step, { at, attempt });
    case 'remember':
      return actRemember(run, step, at);
    case 'forget':
      return actForget(run, step, at);
    case 'job':
      if (state.decision.do === 'adopt') return adoptJob(run, step, { at, attempt });
      return actJob(run, step, { ...acting, decision: state.decision });
    case 'up-to-date':
    case 'requires':
      throw new Error(`nothing to act on: ${step.id} is ${state.kind}`);
  }
}

async function actFiles(
  run: Run,
  { step, at, files }: { step: Step; at: At; files: readonly FileSpec[] },
): Promise<void> {
  const survey = await anySurvey(run, at);
  const changes = files.flatMap((file) => fileChanges(run, file, survey));
  await applyChanges(run, { step, at, changes });
}

function fileChanges(run: Run, file: FileSpec, survey: Survey): readonly HostChange[] {
  const { path, mode, owner, want } = file;
  if (want === 'absent') return [{ kind: 'remove', path }];
  const write: HostChange = {
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
  const { uploads } = step.action;
  const progress = showProgress(run, step, at);
  for (const [index, { source, path }] of uploads.entries()) {
    const before = bytesOf(uploads.slice(0, index));
    const artifact = { source, path, mode: step.action.mode, owner: 'root:root' };
    await run.fleet.session(at.host).upload(artifact, (sent) => progress(before + sent, bytesOf(uploads)));
  }
  const survey = await anySurvey(run, at);
  const key = hostDigest(run.env.receiptKey, survey.facts.machineId);
  const changes = uploads.map(({ source, path }) =>
    receiptChange(run, fileReceipt(path), { content: key(source.sha256) }),
  );
  await applyChanges(run, { step, at, changes });
}

function bytesOf(uploads: readonly Upload[]): number {
  return uploads.reduce((sum, { source }) => sum + source.size, 0);
}

/** Returns a function that shows the bytes on the host, five times a second at most. */
function showProgress({ env: { clock, emit } }: Run, { id }: Step, at: At) {
  let shown = 0;
  return (done: number, of: number) => {
    if (clock.now() - shown < 200) return;
    shown = clock.now();
    emit({ kind: 'step.progress', ...at, step: id, done, of });
  };
}

async function actForget(run: Run, step: Step, at: At): Promise<void> {
  if (step.action.kind !== 'forget') return;
  return applyChanges(run, { step, at, changes: [step.action] });
}

async function actRemember(run: Run, step: Step, at: At): Promise<void> {
  if (step.action.kind !== 'remember') return;
  const { path } = step.action;
  const content = observedInput(path, await run.fleet.survey(at.host), run.env.receiptKey);
  if (content === undefined) {
    const what = `${step.title} failed: ${path} no longer exists; the next run writes it`;
    throw new StepError([{ where: at.host, what, next: RUN_AGAIN }]);
  }
  await applyChanges(run, { step, at, changes: [receiptChange(run, observedReceipt(path), { content })] });
}

async function actRun(run: Run, step: Step, { at, attempt }: Pick<Acting, 'at' | 'attempt'>): Promise<void> {
  if (step.action.kind !== 'run') return;
  const { unless } = step.action;
  const command = await resolveArguments(run, at, step.action.command);
  if (!command) {
    attempt.acted = false;
    return;
  }
  const changes: HostChange[] = [{ kind: 'run', command }];
  if (typeof unless === 'object' && 'receipt' in unless) {
    changes.push(receiptChange(run, unless.receipt, await keyedInputsOn(run, at, unless.inputs)));
  }
  await applyChanges(run, { step, at, changes });
}

/** Writes the missing receipt of a job that has succeeded already. */
async function adoptJob(
  run: Run,
  step: Step,
  { at, attempt }: Pick<Acting, 'at' | 'attempt'>,
): Promise<void> {
  if (step.action.kind !== 'job') return;
  attempt.note = 'was already installed; the missing receipt is written now';
  const { receipt, inputs } = receiptOfJob(step.action);
  const changes = [receiptChange(run, receipt, await keyedInputsOn(run, at, inputs))];
  await applyChanges(run, { step, at, changes });
}

/** Applies the changes in one script on the host. @throws StepError for the change that failed */
async function applyChanges(
  run: Run,
  { step, at, changes }: { step: Step; at: At; changes: readonly HostChange[] },
): Promise<void> {
  const outcomes = await run.fleet.session(at.host).change(changes);
  const failed = outcomes.findIndex((outcome) => !outcome.ok);
  if (failed < 0) return;
  throw await changeFailure(run, step, { at, change: changes[failed], outcome: outcomes[failed] });
}

async function changeFailure(
  run: Run,
  step: Step,
  { at, change, outcome }: { at: At; change: HostChange | undefined; outcome: Outcome | undefined },
): Promise<StepError> {
  const output = `${outcome?.stdout ?? ''}\n${outcome?.stderr ?? ''}`.trim().split('\n').slice(-12);
  const command = change?.kind === 'run' ? change.command : undefined;
  const isKilled = outcome?.code === KILLED;
  const { machine, journal, kernel } = await followUp(run, at.host, { command, isKilled });
  const unit = unitOf(command);
  return stepFailure({
    ...{ step, at, names: platformOf(run.plan), machine, kernel },
    how: `${changeToLog(change)}: exit code ${outcome?.code}`,
    exit: command && outcome?.code,
    lines: [...journal, ...output],
    show: unit === undefined ? shellOn(at.host, 'journalctl -n 50') : showLog(at.host, { unit }),
  });
}

function changeToLog(change: HostChange | undefined): string {
  if (change?.kind === 'run') return commandToLog(change.command);
  if (change && 'path' in change) return `${change.kind} ${change.path}`;
  return change?.kind === 'forget' ? 'forget' : 'a receipt';
}
