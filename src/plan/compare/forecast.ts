import type {
  Consequence,
  FileForecast,
  Forecast,
  PlanForecast,
  StepForecast,
} from '../../model/plan/forecast.ts';
import { fileName } from '../../model/material.ts';
import type { AbsolutePath, HostName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { FileSpec, MemberOperation } from '../../model/plan/step.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { ComparedStep, Comparison, Surveys } from './compare.ts';
import type { JobDecision } from './decide-job.ts';
import { fileForecast, needsText } from '../diff/file.ts';
import { requiredCommandText } from './required-command.ts';
import type { StepState } from './step-state.ts';

/** Current text of the files that were read from the hosts. */
export type FileTexts = Readonly<Record<HostName, Readonly<Record<AbsolutePath, string | undefined>>>>;

/** Selects the files whose current text is needed to show what would change. */
export function filesToRead(
  { steps }: Comparison,
  surveys: Surveys,
): readonly { readonly host: HostName; readonly path: AbsolutePath }[] {
  return steps.flatMap(({ host, state }) =>
    filesOf(state)
      .filter((spec) => needsText(spec, fileState(surveys, host, spec)))
      .map(({ path }) => ({ host, path })),
  );
}

/** Describes a comparison for the operator, with every secret masked. Pure. */
export function forecastOf(
  plan: Plan,
  comparison: Comparison,
  { surveys, texts }: { readonly surveys: Surveys; readonly texts: FileTexts },
): PlanForecast {
  const { steps, notBootstrapped, nothingToDo } = comparison;
  return {
    nothingToDo,
    steps: steps.map((compared) => stepForecast(compared, surveys, texts)),
    consequences: steps.flatMap(consequenceOf),
    gates: nothingToDo
      ? []
      : plan.phases.flatMap(({ id, gates }) => gates.map(({ gate }) => ({ phase: id, gate }))),
    notBootstrapped,
  };
}

function stepForecast(compared: ComparedStep, surveys: Surveys, texts: FileTexts): StepForecast {
  const { step, phase, host, state } = compared;
  const files = filesOf(state).map((spec): FileForecast =>
    fileForecast(spec, fileState(surveys, host, spec), texts[host]?.[spec.path]),
  );
  return { step: step.id, phase, host, title: step.title, ...forecastOfStep(compared), files };
}

function filesOf(state: StepState): readonly FileSpec[] {
  return state.kind === 'files' ? state.files : [];
}

function fileState(surveys: Surveys, host: HostName, { path }: FileSpec) {
  return surveys[host]?.files.find((file) => file.path === path);
}

/** Describes what a step would do, and why. */
export function forecastOfStep({ step, state, uncertain, packages = [] }: ComparedStep): Forecast {
  if (uncertain)
    return { mark: 'decided-at-run-time', note: `decided by ${guardOf(step)} after the earlier steps` };
  switch (state.kind) {
    case 'up-to-date':
      return { mark: 'up-to-date' };
    case 'requires':
      return { mark: 'requires', note: requiredCommandText(state) };
    case 'files':
      return { mark: 'change' };
    case 'artifact':
      return { mark: 'change', note: artifactNote(step) };
    case 'run':
      return { mark: 'change', note: runNote(step, state.changed) };
    case 'remember':
      return { mark: 'change', note: 'record the content that the product wrote' };
    case 'forget':
      return {
        mark: 'change',
        note: 'delete the receipts and jobs of this host, because the host is removed',
      };
    case 'job':
      return jobForecast(state.decision, packages);
    case 'gate':
      return { mark: 'decided-at-run-time', note: 'decided by a gate at run time' };
  }
}

function guardOf({ action }: ComparedStep['step']): string {
  const unless = action.kind === 'run' || action.kind === 'job' ? action.unless : undefined;
  return typeof unless === 'object' && 'command' in unless ? commandToLog(unless.command) : 'its guard';
}

function artifactNote({ action }: ComparedStep['step']): string {
  const [first, ...others] = action.kind === 'artifact' ? action.uploads : [];
  if (others.length > 0) return `${others.length + 1} files, some of them missing or different`;
  const { path, sha256 } = first?.source ?? { path: '', sha256: '' };
  return `${fileName({ path })}, sha256 ${sha256.slice(0, 12)}…: missing or different`;
}

function runNote(step: ComparedStep['step'], changed: readonly string[]): string {
  if (changed.length > 0) return `settings changed: ${changed.join(', ')}`;
  const unless = step.action.kind === 'run' ? step.action.unless : 'repeatable';
  if (unless === 'repeatable') return 'run every time; harmless when repeated';
  return 'command' in unless ? `not up to date: ${guardOf(step)}` : 'not done on this host yet';
}

function jobForecast(
  decision: Exclude<JobDecision, { do: 'nothing' }>,
  packages: readonly string[],
): Forecast {
  const note = [jobNote(decision), ...(packages.length > 0 ? [packages.join(', ')] : [])].join('; ');
  return { mark: decision.do === 'attach' ? 'decided-at-run-time' : 'change', note };
}

function jobNote(decision: Exclude<JobDecision, { do: 'nothing' }>): string {
  switch (decision.do) {
    case 'adopt':
      return 'already installed; only the receipt is written';
    case 'attach':
      return 'already running; Quorate follows the job unless it ends before';
    case 'start':
      return 'not done on this host yet';
    case 'repair':
      return `not finished: ${decision.why}; cleaned up first`;
  }
}

const EFFECTS: Readonly<Record<MemberOperation['kind'], Consequence['effect']>> = {
  bootstrap: 'install',
  join: 'install',
  restart: 'restart',
  'stop-to-leave': 'stop',
  reinit: 'restart',
  'undo-install': 'remove',
  remove: 'remove',
  switchover: 'switchover',
};

/**
 * Returns the effect of the step on a service. Empty if there is none, for example for a job of which only the receipt
 * is missing.
 */
function consequenceOf({ step, host, state }: ComparedStep): readonly Consequence[] {
  const idle = state.kind === 'job' && state.decision.do === 'adopt';
  if ((state.kind !== 'run' && state.kind !== 'job') || idle) return [];
  const { operation, action } = step;
  if (operation)
    return [{ step: step.id, host, service: operation.service, effect: EFFECTS[operation.kind] }];
  if (action.kind !== 'run' || !action.affects) return [];
  const { unit, effect } = action.affects;
  return [{ step: step.id, host, service: unit, effect }];
}
