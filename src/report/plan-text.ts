import type { Command } from '../model/command.ts';
import { formatDuration } from '../model/duration.ts';
import type { GateCheck } from '../model/gate.ts';
import { commandToLog } from '../model/log.ts';
import type { StepId } from '../model/names.ts';
import type { Lane, PhasePlan, Plan } from '../model/plan.ts';
import { Secret } from '../model/secret.ts';
import type { Action, AlreadySo, FileSpec, Inputs, Step, Touch } from '../model/step.ts';
import { count, hang } from './text.ts';

/** What a comparison with the hosts says a step would do, and why in words. */
export interface Forecast {
  readonly mark: 'so' | 'change' | 'owes' | 'refused' | 'later';
  readonly note?: string;
}
export type Forecasts = Readonly<Record<StepId, Forecast>>;

const MARKS: Readonly<Record<Forecast['mark'], string>> = {
  so: '=',
  change: '+',
  owes: '!',
  refused: 'x',
  later: '?',
};
const LEGEND = '= already so   + to change   ! waits for another command   x refused   ? a gate will tell';

/**
 * The whole plan as a readable list: phases, order, hosts, steps, gates; secrets masked, live decisions as words.
 * With forecasts each step carries a mark that says what would be done.
 */
export function planText(plan: Plan, forecasts?: Forecasts): string {
  const steps = plan.phases.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps)).length;
  const sums = [
    count(plan.hosts.length, 'host'),
    count(plan.phases.length, 'phase'),
    count(steps, 'step'),
  ].join(', ');
  return [
    `${plan.playbook} ${plan.cluster}: ${sums}`,
    ...(forecasts ? [LEGEND] : []),
    ...plan.phases.flatMap((phase, index) => [
      '',
      ...phaseLines(phase, index + 1, forecasts).flatMap(wrapped),
    ]),
    ...(plan.closing.length > 0 ? ['', 'At the end:', ...plan.closing.map((line) => `  ${line}`)] : []),
  ].join('\n');
}

/** Long lists of settings go on below where they began. */
function wrapped(line: string): readonly string[] {
  const text = line.trimStart();
  return hang(' '.repeat(line.length - text.length), text, 80);
}

const ORDERS: Readonly<Record<PhasePlan['order'], string>> = {
  parallel: 'all hosts at once',
  serial: 'one host after another',
  'leader-last': 'one host after another, whoever leads then for last',
};

function phaseLines(phase: PhasePlan, number: number, forecasts?: Forecasts): readonly string[] {
  const order = phase.lanes.length > 1 ? `, ${ORDERS[phase.order]}` : '';
  const after = phase.after.length > 0 ? [`   after ${phase.after.join(', ')}`] : [];
  return [
    `${number}. ${phase.id}: ${phase.title}${order}`,
    ...after,
    ...phase.lanes.flatMap((lane) => laneLines(lane, forecasts)),
    ...phase.gates.flatMap(gateLines),
  ];
}

function laneLines({ host, steps }: Lane, forecasts?: Forecasts): readonly string[] {
  return [`   ${host}`, ...steps.flatMap((step) => stepLines(step, forecasts).map((line) => `     ${line}`))];
}

function stepLines(step: Step, forecasts?: Forecasts): readonly string[] {
  const forecast = forecasts?.[step.id];
  const mark = forecast ? MARKS[forecast.mark] : '-';
  const where = typeof step.host === 'string' ? '' : ` (on one of ${step.host.anyOf.join(', ')})`;
  return [
    `${mark} ${step.title}${where}`,
    ...(forecast?.note ? [`    ${forecast.note}`] : []),
    ...actionLines(step.action).map((line) => `    ${line}`),
    ...(step.touches ? touchLines(step.touches).map((line) => `    ${line}`) : []),
  ];
}

function actionLines(action: Action): readonly string[] {
  switch (action.kind) {
    case 'files':
      return action.files.flatMap(fileLines);
    case 'artifact':
      return [`upload ${action.source.path} to ${action.path}, sha256 ${action.source.sha256.slice(0, 12)}…`];
    case 'run':
      return [...commandLines('run', action.command), unlessLine(action.unless)];
    case 'job': {
      const repair =
        action.repair.length > 0 ? ['if an earlier run of it died:', ...nested(action.repair)] : [];
      const owed = `never again once ${action.marker} is there: that is for ${action.owes}`;
      return [...commandLines('job', action.command), unlessLine(action.unless), owed, ...repair];
    }
    case 'require':
      return [`refuse if other settings than these were applied: ${names(action.inputs)}`, action.otherwise];
  }
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
  return [what.join(' '), ...(check ? commandLines('  only if it passes', check) : [])];
}

function commandLines(verb: string, command: Command): readonly string[] {
  const stdin =
    command.stdin === undefined ? '' : ` (stdin: ${command.stdin instanceof Secret ? 'secret' : 'text'})`;
  return [`${verb}: ${commandToLog(command)}${stdin}`];
}

function unlessLine(unless: AlreadySo): string {
  if (unless === 'repeatable') return 'every time: harmless when repeated';
  if ('gate' in unless) return `unless the gate ${unless.gate} is reached`;
  if ('command' in unless) return `unless this succeeds: ${commandToLog(unless.command)}`;
  return `unless the receipt ${unless.receipt} has these settings: ${names(unless.inputs)}`;
}

function names(inputs: Inputs): string {
  return Object.keys(inputs).join(', ') || 'none';
}

const EFFECTS: Readonly<Record<Touch['effect'], string>> = {
  found: 'founds the service',
  join: 'joins the service',
  restart: 'restarts a member',
  stop: 'stops a member',
  remove: 'removes a member',
};

function touchLines({ service, member, effect, before }: Touch): readonly string[] {
  const proof = `${EFFECTS[effect]} (${service}, ${member}): only when the live members prove it safe`;
  return [proof, ...(before && before.length > 0 ? ['just before that:', ...nested(before)] : [])];
}

function nested(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => stepLines(step).map((line) => `  ${line}`));
}

function gateLines({ gate, asks, timing, founds }: GateCheck): readonly string[] {
  const { timeoutMs, intervalMs, consecutive } = timing;
  const times = `every ${formatDuration(intervalMs)}, at most ${formatDuration(timeoutMs)}, ${consecutive} good in a row`;
  return [
    `   gate ${gate}: asks ${asks.map(({ host }) => host).join(', ')}`,
    `     ${times}`,
    ...(founds ? [`     then the ${founds.service} service counts as founded`] : []),
  ];
}
