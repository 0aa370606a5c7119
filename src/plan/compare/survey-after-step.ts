import { jobLog } from '../../model/host/job-log.ts';
import type { AbsolutePath } from '../../model/names.ts';
import { reveal } from '../../model/secret.ts';
import type { Secret } from '../../model/secret.ts';
import type { UpToDate, FileSpec, Inputs, JobAction, Step } from '../../model/plan/step.ts';
import type { FileState, Survey } from '../../transport/port.ts';
import type { Receipt } from '../../model/stored-formats.ts';
import { hostDigest, keyedInputs, sha256 } from '../digest.ts';
import { contentInput, observedInput } from './step-state.ts';
import type { PredictedReceipt, StepState } from './step-state.ts';
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
            predictedReceipt(() => ({ content: keyTo(before)(source.sha256) })),
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
  const paths = specs.flatMap(({ path, want }) => (want === 'absent' ? [] : [[path, true] as const]));
  const receipts = specs.flatMap((spec) =>
    spec.compare === 'receipt' && spec.want !== 'absent'
      ? [[fileReceipt(spec.path), contentReceipt(spec, before)] as const]
      : [],
  );
  return {
    ...survey,
    files: survey.files.map((file) => files.get(file.path) ?? file),
    paths: { ...survey.paths, ...Object.fromEntries(paths) },
    receipts: { ...survey.receipts, ...Object.fromEntries(receipts) },
  };
}

/** Size and digest are computed only if a later step reads them, which few do. */
function predictedFile({ path, mode, owner, want }: FileSpec): FileState {
  if (want === 'absent') return { path, kind: 'absent', mode: 0, owner: '', size: 0, sha256: '' };
  const word = 'whole' in want ? want.whole : want.block;
  const common = { path, kind: 'file', mode, owner } as const;
  const bytes = () => Buffer.byteLength(reveal(word));
  return 'block' in want
    ? {
        ...common,
        sha256: '',
        get size() {
          return bytes();
        },
        get block() {
          return sha256(word);
        },
      }
    : {
        ...common,
        get size() {
          return bytes();
        },
        get sha256() {
          return sha256(word);
        },
      };
}

function contentReceipt(spec: FileSpec, { survey, receiptKey }: SurveyBefore): Receipt {
  return predictedReceipt(() => ({ content: contentInput(spec, survey, receiptKey) ?? '' }));
}

function withObserved(path: AbsolutePath, { survey, receiptKey }: SurveyBefore): Survey {
  const content = observedInput(path, survey, receiptKey);
  return content === undefined
    ? survey
    : withReceipt(survey, observedReceipt(path), { ...PREDICTED, inputs: { content } });
}

function replaceFile(survey: Survey, state: FileState): Survey {
  return { ...survey, files: survey.files.map((file) => (file.path === state.path ? state : file)) };
}

function withPath(survey: Survey, path: Survey['files'][number]['path']): Survey {
  return { ...survey, paths: { ...survey.paths, [path]: true } };
}

function withAppliedSettings(unless: UpToDate, before: SurveyBefore): Survey {
  if (typeof unless !== 'object' || !('receipt' in unless)) return before.survey;
  const { receipt, inputs: settings } = unless;
  const applied: PredictedReceipt = {
    ...PREDICTED,
    settings,
    get inputs() {
      return keyedInputs(settings, keyTo(before));
    },
  };
  return withReceipt(before.survey, receipt, applied);
}

const PREDICTED = { v: FORMAT, at: 0, run: '' } as const;

/** @param inputs called only if a later step reads the receipt, because keyed digests take most of the time */
function predictedReceipt(inputs: () => Inputs): Receipt {
  return {
    ...PREDICTED,
    get inputs() {
      return inputs();
    },
  };
}

function withReceipt(survey: Survey, name: string, receipt: Receipt): Survey {
  return { ...survey, receipts: { ...survey.receipts, [name]: receipt } };
}

function keyTo({ survey, receiptKey }: SurveyBefore): ReturnType<typeof hostDigest> {
  return hostDigest(receiptKey, survey.facts.machineId);
}
