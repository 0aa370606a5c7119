import type { AbsolutePath } from '../../model/names.ts';
import { reveal } from '../../model/secret.ts';
import type { Secret } from '../../model/secret.ts';
import type { Inputs, JobAction, FileSpec, Step } from '../../model/plan/step.ts';
import type { FileState, Survey } from '../../transport/port.ts';
import { decideJob } from './decide-job.ts';
import type { JobDecision } from './decide-job.ts';
import { changedInputs, hostDigest, keyedInputs, sha256 } from '../digest.ts';
import { fileReceipt, observedReceipt, SETTING } from '../../model/stored-formats.ts';
import type { Receipt } from '../../model/stored-formats.ts';

/** Difference between a step and its host. */
export type StepState =
  | { readonly kind: 'up-to-date' }
  | {
      readonly kind: 'requires';
      readonly requires: JobAction['requires'];
      readonly changed: readonly string[];
    }
  | { readonly kind: 'files'; readonly files: readonly FileSpec[] }
  | { readonly kind: 'artifact' }
  | { readonly kind: 'run'; readonly changed: readonly string[] }
  | { readonly kind: 'remember' }
  | { readonly kind: 'forget' }
  | { readonly kind: 'job'; readonly decision: Exclude<JobDecision, { do: 'nothing' }> }
  /** Only a gate decides, at run time, whether the step is up to date. */
  | { readonly kind: 'gate' };

/** True if nothing is done on the host: the step is up to date, or another command has to be run first. */
export function isFinished({ kind }: StepState): boolean {
  return kind === 'up-to-date' || kind === 'requires';
}

/** Compares one step with one survey of its host. Pure. `plan` prints the result and the executor acts on it. */
export function stepState(step: Step, survey: Survey, receiptKey: Secret): StepState {
  const { action } = step;
  switch (action.kind) {
    case 'files':
      return filesState(action.files, { survey, receiptKey });
    case 'artifact':
      return isArtifactUpToDate(action, survey, receiptKey) ? { kind: 'up-to-date' } : { kind: 'artifact' };
    case 'run':
      return runState(step, survey, receiptKey);
    case 'job':
      return jobState(step, action, { survey, receiptKey });
    case 'remember':
      return isAsObserved(action.path, { survey, receiptKey })
        ? { kind: 'up-to-date' }
        : { kind: 'remember' };
    case 'forget':
      return hasNoReceiptsOrJobs(survey) ? { kind: 'up-to-date' } : { kind: 'forget' };
  }
}

function filesState(wanted: readonly FileSpec[], { survey, receiptKey }: HostSurvey): StepState {
  const files = wanted.filter((file) => !isFileUpToDate(file, survey, receiptKey));
  return files.length === 0 ? { kind: 'up-to-date' } : { kind: 'files', files };
}

function hasNoReceiptsOrJobs({ receipts, jobs }: Survey): boolean {
  return Object.keys(receipts).length === 0 && Object.keys(jobs).length === 0;
}

interface HostSurvey {
  readonly survey: Survey;
  readonly receiptKey: Secret;
}

/** Names of the settings that differ from the receipt. Empty if there is no receipt. */
function changedSince(
  receipt: string,
  inputs: Inputs,
  { survey, receiptKey }: HostSurvey,
): readonly string[] {
  const found: (Receipt & Partial<PredictedReceipt>) | undefined = survey.receipts[receipt];
  if (!found) return [];
  if (found.settings) return changedInputs(inputs, found.settings);
  return changedInputs(keyedInputs(inputs, hostDigest(receiptKey, survey.facts.machineId)), found.inputs);
}

/** A receipt that an earlier step will write. It is compared without keyed digests, which take most of the time. */
export interface PredictedReceipt extends Receipt {
  readonly settings: Inputs;
}

function runState(step: Step, survey: Survey, receiptKey: Secret): StepState {
  const unless = step.action.kind === 'run' ? step.action.unless : 'repeatable';
  if (unless === 'repeatable') return { kind: 'run', changed: [] };
  if ('gate' in unless) return { kind: 'gate' };
  if ('command' in unless)
    return guardHolds(step, survey) ? { kind: 'up-to-date' } : { kind: 'run', changed: [] };
  const changed = changedSince(unless.receipt, unless.inputs, { survey, receiptKey });
  return survey.receipts[unless.receipt] && changed.length === 0
    ? { kind: 'up-to-date' }
    : { kind: 'run', changed };
}

function jobState(step: Step, job: JobAction, seen: HostSurvey): StepState {
  const { survey } = seen;
  const unless = job.unless;
  const byReceipt = typeof unless === 'object' && 'receipt' in unless ? unless : undefined;
  const receipt = byReceipt && survey.receipts[byReceipt.receipt];
  const state = survey.jobs[job.name];
  const decision = decideJob(job, {
    marker: survey.paths[job.marker] ?? false,
    changed: byReceipt ? changedSince(byReceipt.receipt, byReceipt.inputs, seen) : [],
    guard: guardHolds(step, survey),
    ...(receipt ? { receipt } : {}),
    ...(state ? { job: state } : {}),
  });
  if (decision.do !== 'nothing') return { kind: 'job', decision };
  return 'requires' in decision
    ? { kind: 'requires', requires: decision.requires, changed: decision.changed }
    : { kind: 'up-to-date' };
}

function guardHolds(step: Step, survey: Survey): boolean {
  const answer = survey.guards[step.id];
  return answer?.kind === 'exited' && answer.code === 0;
}

function isFileUpToDate(spec: FileSpec, survey: Survey, receiptKey: Secret): boolean {
  const state = survey.files.find((file) => file.path === spec.path);
  if (spec.want === 'absent') return state?.kind === 'absent' || isStillNeeded(spec, { survey, receiptKey });
  if (spec.compare === 'receipt') return isAsLastWritten(spec, state, { survey, receiptKey });
  return state !== undefined && hasWantedContent(spec, state);
}

/** True if the receipt shows that the wanted content was written last, and the file still has it or is no longer needed. */
function isAsLastWritten(
  spec: FileSpec,
  state: FileState | undefined,
  { survey, receiptKey }: HostSurvey,
): boolean {
  const written = survey.receipts[fileReceipt(spec.path)]?.inputs[SETTING.content];
  // Without a receipt, the digest of the content is not needed.
  if (written === undefined || written !== contentInput(spec, survey, receiptKey)) return false;
  if (state?.kind === 'file')
    return hasWantedContent(spec, state) || isAsObserved(spec.path, { survey, receiptKey });
  return spec.neededUntil !== undefined && (survey.paths[spec.neededUntil] ?? false);
}

/**
 * True if the content is unchanged since it was observed. The owner is not compared: in releases that rewrite the
 * file, each `cfy_manager` command gives it to the product's account.
 */
function isAsObserved(path: AbsolutePath, { survey, receiptKey }: HostSurvey): boolean {
  const observed = observedInput(path, survey, receiptKey);
  return (
    observed !== undefined && survey.receipts[observedReceipt(path)]?.inputs[SETTING.content] === observed
  );
}

/** True if the settings that the file is kept for are not applied yet, so that the file is still needed. */
function isStillNeeded({ keptUntilApplied: pending }: FileSpec, seen: HostSurvey): boolean {
  return pending !== undefined && changedSince(pending.receipt, pending.inputs, seen).length > 0;
}

function hasWantedContent(spec: FileSpec, state: FileState): boolean {
  if (spec.want === 'absent' || state.kind !== 'file') return false;
  if ('block' in spec.want) return state.block === sha256(spec.want.block);
  return state.sha256 === sha256(spec.want.whole) && state.mode === spec.mode && state.owner === spec.owner;
}

function isArtifactUpToDate(
  action: Extract<Step['action'], { kind: 'artifact' }>,
  survey: Survey,
  receiptKey: Secret,
): boolean {
  if (action.neededUntil && survey.paths[action.neededUntil]) return true;
  return action.uploads.every(({ source, path }) => {
    const written = survey.receipts[fileReceipt(path)]?.inputs[SETTING.content];
    if (written === undefined || !survey.paths[path]) return false;
    return written === hostDigest(receiptKey, survey.facts.machineId)(source.sha256);
  });
}

/** Input `content` of the observed receipt, from the surveyed file. Undefined if the file does not exist. */
export function observedInput(path: AbsolutePath, survey: Survey, receiptKey: Secret): string | undefined {
  const state = survey.files.find((file) => file.path === path && file.kind === 'file');
  return state && hostDigest(receiptKey, survey.facts.machineId)(state.sha256);
}

/** Keyed digest of a file's content, as the receipt stores it. Undefined if the file must not exist. */
export function contentInput(spec: FileSpec, survey: Survey, receiptKey: Secret): string | undefined {
  if (spec.want === 'absent') return undefined;
  const word = 'whole' in spec.want ? spec.want.whole : spec.want.block;
  return hostDigest(receiptKey, survey.facts.machineId)(reveal(word));
}
