import { formatDuration } from '../../model/duration.ts';
import type { Estimate, Forecast, StepForecast } from '../../model/plan/forecast.ts';
import type { GateCheck } from '../../model/health/gate.ts';
import type { PhaseId, StepId } from '../../model/names.ts';
import type { PhasePlan, Plan } from '../../model/plan/plan.ts';
import type { Step } from '../../model/plan/step.ts';
import { doingLines, phaseHead, stepPlace, timingWords } from './plan-lines.ts';
import { count, hang } from '../text.ts';

const WIDTH = 80;

type StepForecasts = Readonly<Record<StepId, StepForecast>>;

interface Runbook {
  readonly plan: Plan;
  /** Command line that the runbook is for. */
  readonly command: string;
  /** Absent if the hosts were not queried: the runbook then lists every step. */
  readonly forecasts?: StepForecasts;
  readonly estimate?: Estimate;
}

/**
 * Prints the plan for a change ticket: numbered phases, steps and gates with the exact commands and the effect of a
 * failure. Counts the steps that have nothing to do, and does not list them.
 */
export function runbook(given: Runbook): string {
  const { plan, command, forecasts } = given;
  const phases = plan.phases.map((phase, index) => phaseLines(phase, index + 2, { plan, forecasts }));
  const blocks = [
    introduction(given),
    numbered('1', `acquire the lock of ${count(plan.hosts.length, 'host')}: ${plan.hosts.join(', ')}`, [
      'stops here if another operator holds the lock (exit code 6); nothing is changed',
    ]),
    ...phases,
    numbered(String(plan.phases.length + 2), 'release the locks', []),
    [
      ...(plan.closing.length > 0 ? [...plan.closing, ''] : []),
      ...ABORT.flatMap((line) => hang('', line, WIDTH)),
      `  ${command}`,
    ],
  ];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

const ABORT = [
  'If the run stops, no new steps start on any host, running steps finish or continue on their host as jobs, and ' +
    'the locks are released. Nothing is rolled back. Fix the cause, then resume with the same command:',
];

function introduction({ plan, command, forecasts, estimate }: Runbook): readonly string[] {
  const steps = plan.phases.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps));
  const doing = steps.filter(({ id }) => isListed(forecasts?.[id])).length;
  const compared = forecasts
    ? `compared with the hosts: ${doing} of ${count(steps.length, 'step')} left to do`
    : `not compared with the hosts: lists all ${count(steps.length, 'step')} of the plan`;
  return [
    `Runbook: ${command}`,
    `cluster ${plan.cluster}, ${count(plan.hosts.length, 'host')}, playbook ${plan.playbook}`,
    compared,
    ...(estimate && estimate.runs > 0
      ? [`takes about ${formatDuration(estimate.ms)}, estimated from ${count(estimate.runs, 'earlier run')}`]
      : []),
  ];
}

function isListed(forecast: Forecast | undefined): boolean {
  return !forecast || (forecast.mark !== 'up-to-date' && forecast.mark !== 'requires');
}

type Within = { readonly plan: Plan; readonly forecasts: StepForecasts | undefined };

function phaseLines(phase: PhasePlan, number: number, { plan, forecasts }: Within): readonly string[] {
  const steps = phase.lanes.flatMap((lane) => lane.steps);
  const listed = steps.filter(({ id }) => isListed(forecasts?.[id]));
  const after = laterThan(plan, phase.id);
  const rest =
    after.length > 0
      ? `phases that then do not start: ${after.join(', ')}`
      : 'no other phase depends on this phase';
  const failing = [
    `stops here if a step fails (exit code 4) or would harm the cluster (exit code 7); ${rest}`,
  ];
  const left = steps.length - listed.length;
  const lines = [
    ...listed.flatMap((step, index) => stepLines(step, `${number}.${index + 1}`, forecasts?.[step.id])),
    ...(left > 0
      ? indented([left === 1 ? '1 step has nothing to do' : `${left} steps have nothing to do`])
      : []),
    ...(listed.length > 0 ? indented(failing) : []),
    ...phase.gates.flatMap((check, index) =>
      gateLines(check, `${number}.${listed.length + index + 1}`, rest),
    ),
  ];
  return [...hang('', `${number}. ${phaseHead(phase)}`, WIDTH), ...lines];
}

function stepLines(step: Step, number: string, forecast?: StepForecast): readonly string[] {
  const where = typeof step.host === 'string' ? step.host : 'one of the hosts';
  const why = forecast?.note ? [`why: ${forecast.note}`] : [];
  const doing = doingLines(forecast ? ofFiles(step, forecast) : step);
  return numbered(number, `${where}: ${step.title}${stepPlace(step)}`, [...why, ...doing]);
}

/** Returns the step with only the files that change. */
function ofFiles(step: Step, { files }: StepForecast): Step {
  const { action } = step;
  if (action.kind !== 'files') return step;
  const changing = new Set(files.map(({ path }) => path));
  return { ...step, action: { ...action, files: action.files.filter(({ path }) => changing.has(path)) } };
}

function gateLines(
  { gate, queries, timing, bootstraps }: GateCheck,
  number: string,
  rest: string,
): readonly string[] {
  return numbered(number, `gate ${gate}`, [
    `queries ${queries.map(({ host }) => host).join(', ')}: ${timingWords(timing)}`,
    ...(bootstraps
      ? [`once the gate has passed, the ${bootstraps.service} cluster counts as bootstrapped`]
      : []),
    `stops here if the gate does not pass (exit code 5); ${rest}`,
  ]);
}

/** Lists the phases that depend on this phase, directly or indirectly. */
function laterThan(plan: Plan, id: PhaseId): readonly PhaseId[] {
  const waiting = new Set<PhaseId>([id]);
  for (const phase of plan.phases) if (phase.after.some((one) => waiting.has(one))) waiting.add(phase.id);
  return [...waiting].filter((one) => one !== id);
}

function numbered(number: string, title: string, lines: readonly string[]): readonly string[] {
  const lead = number.includes('.') ? `  ${number} ` : `${number}. `;
  return [...hang(lead, title, WIDTH), ...indented(lines)];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const text = line.trimStart();
    return hang(' '.repeat(6 + line.length - text.length), text, WIDTH);
  });
}
