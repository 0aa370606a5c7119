import type { HostName } from '../../model/names.ts';
import type { PhasePlan, Plan } from '../../model/plan/plan.ts';
import type { Secret } from '../../model/secret.ts';
import type { Step } from '../../model/plan/step.ts';
import type { Survey } from '../../transport/port.ts';
import { surveyAfterStep } from './project.ts';
import { stepState } from './step-state.ts';
import type { StepState } from './step-state.ts';
import { bootstrappedReceipt } from '../../model/stored-formats.ts';

export interface ComparedStep {
  readonly phase: PhasePlan['id'];
  readonly step: Step;
  readonly host: HostName;
  /** What the step finds on its host as it is now. */
  readonly now: StepState;
  /** What it will find when its turn comes, once the steps before it have done theirs. */
  readonly state: StepState;
  /** Its guard is a command whose answer a step before it on this host may change: it may have nothing left to do. */
  readonly uncertain: boolean;
}

export interface Comparison {
  readonly steps: readonly ComparedStep[];
  /** Services whose members have yet to be told that they are founded. */
  readonly notBootstrapped: readonly string[];
  readonly nothingToDo: boolean;
}

export type Surveys = Readonly<Record<HostName, Survey>>;

/** The whole plan against what was surveyed. Pure; `plan` prints it and `deploy` starts from it. */
export function comparePlan(plan: Plan, surveys: Surveys, receiptKey: Secret): Comparison {
  const hosts: Hosts = { surveys, then: new Map(Object.entries(surveys)), receiptKey };
  const steps = plan.phases.flatMap((phase) =>
    phase.lanes.flatMap((lane) =>
      lane.steps.map((step) => compareStep(phase, step, { lane: lane.host, hosts })),
    ),
  );
  const notBootstrapped = servicesNotBootstrapped(plan, surveys);
  const nothingToDo =
    notBootstrapped.length === 0 &&
    steps.every(({ state }) => state.kind === 'up-to-date' || state.kind === 'requires');
  return { steps, notBootstrapped, nothingToDo };
}

/** `then`: what each host will say after the steps that were compared already. */
interface Hosts {
  readonly surveys: Surveys;
  readonly then: Map<HostName, Survey>;
  readonly receiptKey: Secret;
}

function compareStep(
  phase: PhasePlan,
  step: Step,
  { lane, hosts }: { lane: HostName; hosts: Hosts },
): ComparedStep {
  const { surveys, then, receiptKey } = hosts;
  const host =
    typeof step.host === 'string' ? step.host : (step.host.anyOf.find((name) => surveys[name]) ?? lane);
  const [survey, expected] = [surveys[host], then.get(host)];
  if (!survey || !expected) throw new Error(`no survey of ${host}`);
  const state = stepState(step, expected, receiptKey);
  then.set(host, surveyAfterStep(step, state, { survey: expected, receiptKey }));
  const uncertain = acts(state) && byCommand(step) && expected !== survey;
  return { phase: phase.id, step, host, now: stepState(step, survey, receiptKey), state, uncertain };
}

function acts({ kind }: StepState): boolean {
  return kind !== 'up-to-date' && kind !== 'requires' && kind !== 'refused';
}

function byCommand({ action }: Step): boolean {
  const unless = action.kind === 'run' || action.kind === 'job' ? action.unless : undefined;
  return typeof unless === 'object' && 'command' in unless;
}

function servicesNotBootstrapped(plan: Plan, surveys: Surveys): readonly string[] {
  const founding = plan.phases.flatMap((phase) => phase.gates.flatMap((gate) => gate.bootstraps ?? []));
  return founding
    .filter(({ service, members }) =>
      members.some((member) => !surveys[member]?.receipts[bootstrappedReceipt(service)]),
    )
    .map(({ service }) => service);
}
