import type { Command } from '../../model/host/command.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Forecast } from '../../model/plan/forecast.ts';
import type { GateCheck } from '../../model/health/gate.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { PhasePlan } from '../../model/plan/plan.ts';
import { Secret } from '../../model/secret.ts';
import { precheckOf } from '../../model/plan/step.ts';
import type {
  Action,
  UpToDate,
  FileSpec,
  Inputs,
  JobAction,
  Step,
  MemberOperation,
} from '../../model/plan/step.ts';

/** Mark before a step, by its forecast. */
export const MARKS: Readonly<Record<Forecast['mark'], string>> = {
  'up-to-date': '=',
  change: '+',
  requires: '!',
  'decided-at-run-time': '?',
};

const ORDERS: Readonly<Record<PhasePlan['order'], string>> = {
  parallel: 'all hosts at once',
  serial: 'one host after another',
  'leader-last': 'one host after another, unhealthy members first, the leader last',
};

/** The heading of a phase, such as `stage: stage files and packages, all hosts at once`. */
export function phaseHead({ id, title, lanes, order }: PhasePlan): string {
  return `${id}: ${title}${lanes.length > 1 ? `, ${ORDERS[order]}` : ''}`;
}

/** Prints all details of a step. Masks secrets; describes decisions that are made at run time. */
export function stepLines(step: Step, forecast?: Forecast): readonly string[] {
  const mark = forecast ? MARKS[forecast.mark] : '-';
  return [
    `${mark} ${step.title}${stepPlace(step)}`,
    ...(forecast?.note ? [`    ${forecast.note}`] : []),
    ...doingLines(step).map((line) => `    ${line}`),
  ];
}

/** Lists the possible hosts of a step whose host is decided at run time. */
export function stepPlace({ host }: Step): string {
  return typeof host === 'string' ? '' : ` (on one of ${host.anyOf.join(', ')})`;
}

/** The action of a step, its skip condition, and the checks that protect the cluster. */
export function doingLines({ action, operation, before = [] }: Step): readonly string[] {
  return [...actionLines(action), ...(operation ? operationLines(operation, before) : [])];
}

function actionLines(action: Action): readonly string[] {
  switch (action.kind) {
    case 'files':
      return action.files.flatMap(fileLines);
    case 'artifact':
      return action.uploads.map(
        ({ source, path }) => `upload ${source.path} to ${path}, sha256 ${source.sha256.slice(0, 12)}…`,
      );
    case 'run':
      return [...commandLines('run', action.command), unlessLine(action.unless)];
    case 'job': {
      const repair =
        action.repair.length > 0 ? ['if an earlier attempt was interrupted:', ...nested(action.repair)] : [];
      return [...commandLines('job', action.command), ...jobLines(action), ...repair];
    }
    case 'remember':
      return [`record how the install rewrote ${action.path}, so that later runs accept this content`];
    case 'forget':
      return ['delete the receipts and jobs of Quorate on this host'];
  }
}

function jobLines({ marker, ifMarkerExists, unless, requires }: JobAction): readonly string[] {
  if (ifMarkerExists === 'to-do')
    return [`only while ${marker} exists, or if an earlier attempt was interrupted`];
  if (ifMarkerExists === 'nothing') return [unlessLine(unless)];
  return [unlessLine(unless), `not run once ${marker} exists; changed settings then require ${requires}`];
}

function fileLines({ path, mode, owner, want, check }: FileSpec): readonly string[] {
  if (want === 'absent') return [`remove ${path}`];
  const word = 'whole' in want ? want.whole : want.block;
  const what = [
    'marker' in want ? `block ${want.marker} in` : 'write',
    path,
    mode.toString(8).padStart(4, '0'),
    owner,
    ...(word instanceof Secret ? ['(secrets inside)'] : []),
  ];
  return [what.join(' '), ...(check ? commandLines('  only if this check passes', check) : [])];
}

function commandLines(verb: string, command: Command): readonly string[] {
  const stdin =
    command.stdin === undefined ? '' : ` (stdin: ${command.stdin instanceof Secret ? 'secret' : 'text'})`;
  return [`${verb}: ${commandToLog(command)}${stdin}`];
}

function unlessLine(unless: UpToDate): string {
  if (unless === 'repeatable') return 'every time, because repeating the command does no harm';
  if ('gate' in unless) return `skipped if the gate ${unless.gate} passes`;
  if ('command' in unless) return `skipped if this succeeds: ${commandToLog(unless.command)}`;
  return `skipped if the receipt ${unless.receipt} has these settings: ${names(unless.inputs)}`;
}

function names(inputs: Inputs): string {
  return Object.keys(inputs).join(', ') || 'none';
}

const OPERATIONS: Readonly<Record<MemberOperation['kind'], string>> = {
  bootstrap: 'bootstraps the service',
  join: 'joins the service',
  restart: 'restarts a member',
  'stop-to-leave': 'stops a member',
  reinit: 'reinitializes a member',
  'undo-install': 'cleans up an incomplete installation',
  remove: 'removes a member',
  switchover: 'switches the leader',
};

function operationLines(operation: MemberOperation, before: readonly Step[]): readonly string[] {
  const { kind, service, member } = operation;
  const proof = `${OPERATIONS[kind]} (${service}, ${member}): only if the quorum proof is safe`;
  const gate = precheckOf(operation);
  const also = gate ? [`and the gate ${gate} passes`] : [];
  return [
    proof,
    ...also,
    ...(before.length > 0 ? ['steps right before this operation:', ...nested(before)] : []),
  ];
}

function nested(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => stepLines(step).map((line) => `  ${line}`));
}

/** Prints the hosts that a gate queries, its time limits, and the service that it bootstraps. */
export function gateLines({ gate, queries, timing, bootstraps }: GateCheck): readonly string[] {
  return [
    `gate ${gate}: queries ${queries.map(({ host }) => host).join(', ')}`,
    `  ${timingWords(timing)}`,
    ...(bootstraps
      ? [`  once the gate has passed, the ${bootstraps.service} cluster counts as bootstrapped`]
      : []),
  ];
}

/** Prints the interval and the time limit of a gate. */
export function timingWords({ timeoutMs, intervalMs, consecutive }: GateCheck['timing']): string {
  if (timeoutMs === 0) return consecutive === 1 ? 'once' : `${consecutive} consecutive successes`;
  const often = `every ${formatDuration(intervalMs)}, at most ${formatDuration(timeoutMs)}`;
  return `${often}, consecutive successes: ${consecutive}`;
}
