import type { Forecasts } from '../../model/plan/forecast.ts';
import type { Lane, PhasePlan, Plan } from '../../model/plan/plan.ts';
import { gateLines, phaseHead, stepLines } from './plan-lines.ts';
import { count, hang } from '../text.ts';

const LEGEND = ['= up to date   + to change   ! requires another command', '? decided at run time'];

/**
 * Prints the whole plan as a list of phases, hosts, steps and gates. Masks secrets; describes decisions that are made
 * at run time. With forecasts, marks each step with what a run would do.
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
    ...(forecasts ? LEGEND : []),
    ...plan.phases.flatMap((phase, index) => [
      '',
      ...phaseLines(phase, index + 1, forecasts).flatMap(wrapped),
    ]),
    ...(plan.closing.length > 0 ? ['', 'At the end:', ...plan.closing.map((line) => `  ${line}`)] : []),
  ].join('\n');
}

/** Wraps long lists of settings and indents the next lines. */
function wrapped(line: string): readonly string[] {
  const text = line.trimStart();
  return hang(' '.repeat(line.length - text.length), text, 80);
}

function phaseLines(phase: PhasePlan, number: number, forecasts?: Forecasts): readonly string[] {
  const after = phase.after.length > 0 ? [`   after ${phase.after.join(', ')}`] : [];
  return [
    `${number}. ${phaseHead(phase)}`,
    ...after,
    ...phase.lanes.flatMap((lane) => laneLines(lane, forecasts)),
    ...phase.gates.flatMap(gateLines).map((line) => `   ${line}`),
  ];
}

function laneLines({ host, steps }: Lane, forecasts?: Forecasts): readonly string[] {
  return [
    `   ${host}`,
    ...steps.flatMap((step) => stepLines(step, forecasts?.[step.id]).map((line) => `     ${line}`)),
  ];
}
