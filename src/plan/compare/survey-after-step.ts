import { jobLog } from '../../model/host/job-log.ts';
import type { AbsolutePath } from '../../model/names.ts';
import type { Secret } from '../../model/secret.ts';
import type { UpToDate, FileSpec, JobAction, Step } from '../../model/plan/step.ts';
import type { FileState, Survey } from '../../transport/port.ts';
import type { Receipt } from '../../model/stored-formats.ts';
import { hostDigest, keyedInputs } from '../digest.ts';
import { contentInput, observedInput } from './step-state.ts';
import type { StepState } from './step-state.ts';
import { predictedFile, ReceiptOfContent, ReceiptOfSettings, WRITTEN_BY_STEP } from './predicted-state.ts';
import { fileReceipt, observedReceipt } from '../../model/stored-formats.ts';

interface SurveyBefore {
  readonly survey: Survey;
  readonly receiptKey: Secret;
}

/**
 * Predicts the survey of a host after a step has run, so that later steps are compared with the state that they will
 * find. The results of guard commands cannot be predicted and stay as surveyed. Pure.
 */
export function surveyAfterStep({ action }: Step, state: StepState, before: SurveyBefore): Survey {
  if (state.kind === 'files') return withFiles(state.files, before);
  // The step is up to date, requires another command, or is decided by a gate: no predictable change.
  if (state.kind !== action.kind) return before.survey;
  switch (action.kind) {
    case 'artifact':
      return action.uploads.reduce(
        (survey, { source, path }) =>
          withReceipt(
            withPath(survey, path),
            fileReceipt(path),
            new ReceiptOfContent(() => keyTo(before)(source.sha256)),
          ),
        before.survey,
      );
    case 'run':
      return withAppliedSettings(action.unless, before);
    case 'remember':
      return withObserved(action.path, before);
    case 'forget':
      return { ...before.survey, receipts: {}, jobs: {} };
    case 'job':
      return state.kind === 'job' ? afterJob(action, state.decision.do, before) : before.survey;
  }
}

function afterJob(job: JobAction, doing: string, before: SurveyBefore): Survey {
  const withJobReceipt = withAppliedSettings(job.unless, before);
  if (doing === 'adopt') return withJobReceipt;
  const done = withMarker(job, withJobReceipt);
  const log: FileState = { ...WRITTEN, path: jobLog(job.name), mode: 0o600, owner: 'root:root' };
  return {
    ...replaceFile(done, log),
    jobs: { ...done.jobs, [job.name]: { state: 'ended', code: 0, logSize: 0, startedAt: 0 } },
  };
}

function withMarker({ marker, ifMarkerExists }: JobAction, survey: Survey): Survey {
  if (ifMarkerExists === 'done') return withPath(survey, marker);
  return ifMarkerExists === 'to-do' ? { ...survey, paths: { ...survey.paths, [marker]: false } } : survey;
}

const WRITTEN = { kind: 'file', size: 0, sha256: '' } as const;

function withFiles(specs: readonly FileSpec[], before: SurveyBefore): Survey {
  const { survey } = before;
  const files = new Map(specs.map((spec) => [spec.path, predictedFile(spec)]));
  const paths = { ...survey.paths };
  const receipts = { ...survey.receipts };
  for (const spec of specs) {
    if (spec.want === 'absent') continue;
    paths[spec.path] = true;
    if (spec.compare === 'receipt') receipts[fileReceipt(spec.path)] = contentReceipt(spec, before);
  }
  return { ...survey, files: survey.files.map((file) => files.get(file.path) ?? file), paths, receipts };
}

function contentReceipt(spec: FileSpec, { survey, receiptKey }: SurveyBefore): Receipt {
  return new ReceiptOfContent(() => contentInput(spec, survey, receiptKey) ?? '');
}

function withObserved(path: AbsolutePath, { survey, receiptKey }: SurveyBefore): Survey {
  const content = observedInput(path, survey, receiptKey);
  return content === undefined
    ? survey
    : withReceipt(survey, observedReceipt(path), { ...WRITTEN_BY_STEP, inputs: { content } });
}

function replaceFile(survey: Survey, state: FileState): Survey {
  return { ...survey, files: survey.files.map((file) => (file.path === state.path ? state : file)) };
}

function withPath(survey: Survey, path: Survey['files'][number]['path']): Survey {
  return { ...survey, paths: { ...survey.paths, [path]: true } };
}

function withAppliedSettings(unless: UpToDate, before: SurveyBefore): Survey {
  if (typeof unless !== 'object' || !('receipt' in unless)) return before.survey;
  const { receipt, inputs } = unless;
  return withReceipt(
    before.survey,
    receipt,
    new ReceiptOfSettings(inputs, () => keyedInputs(inputs, keyTo(before))),
  );
}

function withReceipt(survey: Survey, name: string, receipt: Receipt): Survey {
  return { ...survey, receipts: { ...survey.receipts, [name]: receipt } };
}

function keyTo({ survey, receiptKey }: SurveyBefore): ReturnType<typeof hostDigest> {
  return hostDigest(receiptKey, survey.facts.machineId);
}
