import { jobLog } from '../../model/host/job-log.ts';
import type { AbsolutePath } from '../../model/names.ts';
import { reveal } from '../../model/secret.ts';
import type { Secret } from '../../model/secret.ts';
import type { UpToDate, FileSpec, Inputs, JobAction, Step } from '../../model/plan/step.ts';
import type { FileState, Survey } from '../../transport/port.ts';
import type { Receipt } from '../../model/stored-formats.ts';
import { hostDigest, keyedInputs, sha256 } from '../digest.ts';
import { contentInput, observedInput } from './step-state.ts';
import type { StepState } from './step-state.ts';
import { FORMAT, fileReceipt, observedReceipt } from '../../model/stored-formats.ts';

interface SurveyBefore {
  readonly survey: Survey;
  readonly receiptKey: Secret;
}

/**
 * Predicts the survey of a host after a step has run, so that later steps are compared with the state that they will
 * find. The results of guard commands cannot be predicted and stay as surveyed. Pure.
 */
export function surveyAfterStep({ action }: Step, state: StepState, before: SurveyBefore): Survey {
  if (state.kind === 'files')
    return state.files.reduce((survey, file) => withFile(file, { ...before, survey }), before.survey);
  // The step is up to date, requires another command, or is decided by a gate: no predictable change.
  if (state.kind !== action.kind) return before.survey;
  switch (action.kind) {
    case 'artifact':
      return action.uploads.reduce(
        (survey, { source, path }) =>
          withReceipt(withPath(survey, path), {
            name: fileReceipt(path),
            inputs: { content: keyTo(before)(source.sha256) },
          }),
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

function withFile(spec: FileSpec, before: SurveyBefore): Survey {
  const { path, mode, owner, want } = spec;
  const { survey, receiptKey } = before;
  if (want === 'absent')
    return replaceFile(survey, { path, kind: 'absent', mode: 0, owner: '', size: 0, sha256: '' });
  const word = 'whole' in want ? want.whole : want.block;
  const digest = sha256(word);
  const written = { ...WRITTEN, path, mode, owner, size: Buffer.byteLength(reveal(word)) };
  const state: FileState = 'block' in want ? { ...written, block: digest } : { ...written, sha256: digest };
  const content = contentInput(spec, survey, receiptKey);
  const after = withPath(replaceFile(survey, state), path);
  return spec.compare === 'receipt' && content !== undefined
    ? withReceipt(after, { name: fileReceipt(path), inputs: { content } })
    : after;
}

function withObserved(path: AbsolutePath, { survey, receiptKey }: SurveyBefore): Survey {
  const content = observedInput(path, survey, receiptKey);
  return content === undefined
    ? survey
    : withReceipt(survey, { name: observedReceipt(path), inputs: { content } });
}

function replaceFile(survey: Survey, state: FileState): Survey {
  return { ...survey, files: survey.files.map((file) => (file.path === state.path ? state : file)) };
}

function withPath(survey: Survey, path: Survey['files'][number]['path']): Survey {
  return { ...survey, paths: { ...survey.paths, [path]: true } };
}

function withAppliedSettings(unless: UpToDate, before: SurveyBefore): Survey {
  if (typeof unless !== 'object' || !('receipt' in unless)) return before.survey;
  const inputs = keyedInputs(unless.inputs, keyTo(before));
  return withReceipt(before.survey, { name: unless.receipt, inputs });
}

function withReceipt(survey: Survey, { name, inputs }: { name: string; inputs: Inputs }): Survey {
  const receipt: Receipt = { v: FORMAT, inputs, at: 0, run: '' };
  return { ...survey, receipts: { ...survey.receipts, [name]: receipt } };
}

function keyTo({ survey, receiptKey }: SurveyBefore): ReturnType<typeof hostDigest> {
  return hostDigest(receiptKey, survey.facts.machineId);
}
