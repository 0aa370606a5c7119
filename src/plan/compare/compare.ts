import type { HostName } from '../../model/names.ts';
import type { PhasePlan, Plan } from '../../model/plan/plan.ts';
import { atOnce, type Slices } from '../../model/work/slices.ts';
import type { Secret } from '../../model/secret.ts';
import type { Step } from '../../model/plan/step.ts';
import type { Survey } from '../../transport/port.ts';
import { surveyAfterStep } from './survey-after-step.ts';
import { isFinished, stepState } from './step-state.ts';
import type { StepState } from './step-state.ts';
import { bootstrappedReceipt, SETTING } from '../../model/stored-formats.ts';

export interface ComparedStep {
  readonly phase: PhasePlan['id'];
  readonly step: Step;
  readonly host: HostName;
  /** State of the step on its host as surveyed. */
  readonly now: StepState;
  /** Predicted state at run time, after the earlier steps have run. */
  readonly state: StepState;
  /**
   * True if a command decides whether the step is skipped, and an earlier step on this host may change the result of
   * the command.
   */
  readonly uncertain: boolean;
  /** Names and versions of the packages that the step installs, if the repositories of the host offer them already. */
  readonly packages?: readonly string[];
}

export interface Comparison {
  readonly steps: readonly ComparedStep[];
  /** Services of which at least one host lacks the receipt that the service is bootstrapped. */
  readonly notBootstrapped: readonly string[];
  readonly nothingToDo: boolean;
}

export type Surveys = Readonly<Record<HostName, Survey>>;

/** Compares each step of the plan with the surveyed hosts. Pure. `plan` prints the result and `deploy` starts from it. */
export function comparePlan(plan: Plan, surveys: Surveys, receiptKey: Secret): Comparison {
  return atOnce(compareInSlices(plan, surveys, receiptKey));
}

/** Does the work of `comparePlan`, and yields after the steps of each host in each phase. */
export function* compareInSlices(plan: Plan, surveys: Surveys, receiptKey: Secret): Slices<Comparison> {
  const hosts: Hosts = { surveys, predicted: new Map(Object.entries(surveys)), receiptKey };
  const steps: ComparedStep[] = [];
  for (const phase of plan.phases)
    for (const lane of phase.lanes) {
      for (const step of lane.steps) steps.push(compareStep(phase, step, { lane: lane.host, hosts }));
      yield;
    }
  const notBootstrapped = servicesNotBootstrapped(plan, surveys);
  const nothingToDo = notBootstrapped.length === 0 && steps.every(({ state }) => isFinished(state));
  return { steps, notBootstrapped, nothingToDo };
}

/** `predicted`: the expected survey of each host after the steps compared so far. */
interface Hosts {
  readonly surveys: Surveys;
  readonly predicted: Map<HostName, Survey>;
  readonly receiptKey: Secret;
}

function compareStep(
  phase: PhasePlan,
  step: Step,
  { lane, hosts }: { lane: HostName; hosts: Hosts },
): ComparedStep {
  const { surveys, predicted, receiptKey } = hosts;
  const host =
    typeof step.host === 'string' ? step.host : (step.host.anyOf.find((name) => surveys[name]) ?? lane);
  const [survey, expected] = [surveys[host], predicted.get(host)];
  if (!survey || !expected) throw new Error(`no survey of ${host}`);
  const state = stepState(step, expected, receiptKey);
  predicted.set(host, surveyAfterStep(step, state, { survey: expected, receiptKey }));
  const isAsSurveyed = expected === survey;
  const now = isAsSurveyed ? state : stepState(step, survey, receiptKey);
  const uncertain = !isFinished(state) && isGuardedByCommand(step) && !isAsSurveyed;
  const compared = { phase: phase.id, step, host, now, state, uncertain };
  const packages = packagesIn(step, survey);
  return packages.length > 0 ? { ...compared, packages } : compared;
}

/** The versions in another source are known only after an earlier step has set it up. */
function packagesIn({ action }: Step, { facts: { versions = {} } }: Survey): readonly string[] {
  if (action.kind !== 'job' || action.command.program !== 'packages') return [];
  const { unless, command } = action;
  if (typeof unless === 'object' && 'receipt' in unless && SETTING.packageSource in unless.inputs) return [];
  const names = command.args.filter((word) => typeof word === 'string');
  return names.flatMap((name) => {
    const { installed, candidate } = versions[name] ?? {};
    const version = installed ?? candidate;
    return version === undefined ? [] : [`${name} ${version}`];
  });
}

function isGuardedByCommand({ action }: Step): boolean {
  const unless = action.kind === 'run' || action.kind === 'job' ? action.unless : undefined;
  return typeof unless === 'object' && 'command' in unless;
}

function servicesNotBootstrapped(plan: Plan, surveys: Surveys): readonly string[] {
  const bootstraps = plan.phases.flatMap((phase) => phase.gates.flatMap((gate) => gate.bootstraps ?? []));
  return bootstraps
    .filter(({ service, members }) =>
      members.some((member) => !surveys[member]?.receipts[bootstrappedReceipt(service)]),
    )
    .map(({ service }) => service);
}
