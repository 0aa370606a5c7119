import type { AbsolutePath } from '../../model/names.ts';
import { reveal } from '../../model/secret.ts';
import type { Secret } from '../../model/secret.ts';
import type { Inputs, JobAction, FileSpec, Step } from '../../model/plan/step.ts';
import type { FileState, Survey } from '../../transport/port.ts';
import { decideJob } from './decide-job.ts';
import type { JobDecision } from './decide-job.ts';
import { changedInputs, hostDigest, keyedInputs, sha256 } from '../digest.ts';
import { fileReceipt, observedReceipt, SETTING } from '../../model/stored-formats.ts';

/** What a step would find on its host. */
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
  /** Only a gate can tell: it is asked when the step's turn comes. */
  | { readonly kind: 'gate' }
  | { readonly kind: 'refused'; readonly changed: readonly string[]; readonly why: string };

/** Compares one step with one survey of its host. Pure: `plan` prints it, the executor acts on it. */
export function stepState(step: Step, survey: Survey, receiptKey: Secret): StepState {
  const { action } = step;
  switch (action.kind) {
    case 'files':
      return filesState(action.files, { survey, receiptKey });
    case 'artifact':
      return artifactIsSo(action, survey, receiptKey) ? { kind: 'up-to-date' } : { kind: 'artifact' };
    case 'run':
      return runState(step, survey, receiptKey);
    case 'job':
      return jobState(step, action, { survey, receiptKey });
    case 'remember':
      return isAsFound(action.path, { survey, receiptKey }) ? { kind: 'up-to-date' } : { kind: 'remember' };
    case 'forget':
      return remembersNothing(survey) ? { kind: 'up-to-date' } : { kind: 'forget' };
    case 'assert': {
      const changed = changedSince(action.receipt, action.inputs, { survey, receiptKey });
      return changed.length === 0
        ? { kind: 'up-to-date' }
        : { kind: 'refused', changed, why: action.otherwise };
    }
  }
}

function filesState(wanted: readonly FileSpec[], { survey, receiptKey }: Seen): StepState {
  const files = wanted.filter((file) => !fileIsSo(file, survey, receiptKey));
  return files.length === 0 ? { kind: 'up-to-date' } : { kind: 'files', files };
}

function remembersNothing({ receipts, jobs }: Survey): boolean {
  return Object.keys(receipts).length === 0 && Object.keys(jobs).length === 0;
}

interface Seen {
  readonly survey: Survey;
  readonly receiptKey: Secret;
}

/** The names of settings that differ from the receipt's; none when there is no receipt. */
function changedSince(receipt: string, inputs: Inputs, { survey, receiptKey }: Seen): readonly string[] {
  const applied = survey.receipts[receipt]?.inputs;
  return applied
    ? changedInputs(keyedInputs(inputs, hostDigest(receiptKey, survey.facts.machineId)), applied)
    : [];
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

function jobState(step: Step, job: JobAction, seen: Seen): StepState {
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

function fileIsSo(spec: FileSpec, survey: Survey, receiptKey: Secret): boolean {
  const state = survey.files.find((file) => file.path === spec.path);
  if (spec.want === 'absent') return state?.kind === 'absent' || isOwed(spec, { survey, receiptKey });
  if (spec.compare === 'receipt') return isAsRemembered(spec, state, { survey, receiptKey });
  return state !== undefined && holds(spec, state);
}

/** What was last written there is what is wanted, and it still holds that, or is no longer needed. */
function isAsRemembered(spec: FileSpec, state: FileState | undefined, { survey, receiptKey }: Seen): boolean {
  if (
    survey.receipts[fileReceipt(spec.path)]?.inputs[SETTING.content] !==
    contentInput(spec, survey, receiptKey)
  )
    return false;
  if (state?.kind === 'file') return holds(spec, state) || isAsFound(spec.path, { survey, receiptKey });
  return spec.neededUntil !== undefined && (survey.paths[spec.neededUntil] ?? false);
}

/** Whoever owns it: every `cfy_manager` of a release that rewrites the file gives it to the product's account. */
function isAsFound(path: AbsolutePath, { survey, receiptKey }: Seen): boolean {
  const found = observedInput(path, survey, receiptKey);
  return found !== undefined && survey.receipts[observedReceipt(path)]?.inputs[SETTING.content] === found;
}

/** The settings applied on the host are not those wanted: what is staged for them is still to be used. */
function isOwed({ keptUntilApplied: owed }: FileSpec, seen: Seen): boolean {
  return owed !== undefined && changedSince(owed.receipt, owed.inputs, seen).length > 0;
}

function holds(spec: FileSpec, state: FileState): boolean {
  if (spec.want === 'absent' || state.kind !== 'file') return false;
  if ('block' in spec.want) return state.block === sha256(spec.want.block);
  return state.sha256 === sha256(spec.want.whole) && state.mode === spec.mode && state.owner === spec.owner;
}

function artifactIsSo(
  action: Extract<Step['action'], { kind: 'artifact' }>,
  survey: Survey,
  receiptKey: Secret,
): boolean {
  if (action.neededUntil && survey.paths[action.neededUntil]) return true;
  const key = hostDigest(receiptKey, survey.facts.machineId);
  const written = survey.receipts[fileReceipt(action.path)]?.inputs[SETTING.content];
  return (survey.paths[action.path] ?? false) && written === key(action.source.sha256);
}

/** The input `content` of that receipt on the surveyed host; undefined when there is no such file. */
export function observedInput(path: AbsolutePath, survey: Survey, receiptKey: Secret): string | undefined {
  const state = survey.files.find((file) => file.path === path && file.kind === 'file');
  return state && hostDigest(receiptKey, survey.facts.machineId)(state.sha256);
}

/** The input `content` of a file's receipt on the surveyed host. */
export function contentInput(spec: FileSpec, survey: Survey, receiptKey: Secret): string | undefined {
  if (spec.want === 'absent') return undefined;
  const word = 'whole' in spec.want ? spec.want.whole : spec.want.block;
  return hostDigest(receiptKey, survey.facts.machineId)(reveal(word));
}
