import type { HostName } from '../model/names.ts';
import type { PhasePlan, Plan } from '../model/plan.ts';
import type { Secret } from '../model/secret.ts';
import type { Step } from '../model/step.ts';
import type { Survey } from '../transport/port.ts';
import { stateOf } from './state.ts';
import type { StepState } from './state.ts';

export interface Compared {
  readonly phase: PhasePlan['id'];
  readonly step: Step;
  readonly host: HostName;
  readonly state: StepState;
}

export interface Comparison {
  readonly steps: readonly Compared[];
  /** Services whose members have yet to be told that they are founded. */
  readonly unfounded: readonly string[];
  readonly nothingToDo: boolean;
}

export type Surveys = Readonly<Record<HostName, Survey>>;

/** The whole plan against what was surveyed. Pure; `plan` prints it and `deploy` starts from it. */
export function compare(plan: Plan, surveys: Surveys, receiptKey: Secret): Comparison {
  const steps = plan.phases.flatMap((phase) =>
    phase.lanes.flatMap((lane) =>
      lane.steps.map((step) => compareStep(phase, step, { host: lane.host, surveys, receiptKey })),
    ),
  );
  const unfounded = unfoundedServices(plan, surveys);
  const nothingToDo =
    unfounded.length === 0 && steps.every(({ state }) => state.kind === 'so' || state.kind === 'owes');
  return { steps, unfounded, nothingToDo };
}

function compareStep(
  phase: PhasePlan,
  step: Step,
  { host, surveys, receiptKey }: { host: HostName; surveys: Surveys; receiptKey: Secret },
): Compared {
  const at =
    typeof step.host === 'string' ? step.host : (step.host.anyOf.find((name) => surveys[name]) ?? host);
  const survey = surveys[at];
  if (!survey) throw new Error(`no survey of ${at}`);
  return { phase: phase.id, step, host: at, state: stateOf(step, survey, receiptKey) };
}

function unfoundedServices(plan: Plan, surveys: Surveys): readonly string[] {
  const founding = plan.phases.flatMap((phase) => phase.gates.flatMap((gate) => gate.founds ?? []));
  return founding
    .filter(({ service, members }) =>
      members.some((member) => !surveys[member]?.receipts[`founded/${service}`]),
    )
    .map(({ service }) => service);
}
