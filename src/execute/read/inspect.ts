import { inSlices } from '../../clock/in-slices.ts';
import { RefusedError } from '../../errors/errors.ts';
import type { Problem, QuorateError } from '../../errors/errors.ts';
import type { Disruption } from '../../model/plan/forecast.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { planOn } from '../../plan/build/plan-on.ts';
import { compareInSlices } from '../../plan/compare/compare.ts';
import type { Comparison, Surveys } from '../../plan/compare/compare.ts';
import type { FileTexts } from '../../plan/compare/forecast.ts';
import type { HeldBy } from '../../transport/port.ts';
import { admissionProblems } from '../safety/admission.ts';
import { plannedDisruptions } from '../safety/disruptions.ts';
import { combined } from '../exit-code.ts';
import { connectAndSurvey, connectOrRefuse } from '../hosts/connect.ts';
import { hostFaults } from '../hosts/host-faults.ts';
import type { RunEnvironment } from '../environment.ts';
import { withRun } from '../with-run.ts';
import { readTexts } from './file-texts.ts';
import { lockHolders } from '../hosts/locks.ts';
import type { Run } from '../run.ts';
import { surveyAll } from '../hosts/survey-hosts.ts';

/** The plan compared with the hosts: the input of `plan`, of a saved plan and of `--dry-run`. */
export interface Inspection extends Comparison {
  /** Why a run of the plan would not start. Absent if it would. */
  readonly refusal?: QuorateError;
  /** Effects of the run on running members, in its order. */
  readonly disruptions: readonly Disruption[];
  readonly surveys: Surveys;
  /** Runs that are changing the hosts now. */
  readonly holders: readonly HeldBy[];
  /** Contains secrets: only `forecastOf` may read it. */
  readonly texts: FileTexts;
}

/** Surveys every host and compares the plan with it, for `plan`. Changes nothing and acquires no lock. @throws QuorateError */
export async function inspect(plan: Plan, env: RunEnvironment): Promise<Inspection> {
  return withRun(plan, env, async (run) => {
    await connectOrRefuse(run);
    const surveys = await surveyAll(run);
    const comparison = await inSlices(compareInSlices(plan, surveys, env.receiptKey), env.clock);
    const { nothingToDo } = comparison;
    const [texts, refusal, disruptions] = await Promise.all([
      readTexts(run, comparison, surveys),
      nothingToDo ? undefined : refusalOf(run, comparison),
      nothingToDo ? [] : plannedDisruptions(run, comparison),
    ]);
    const holders = lockHolders(run);
    return { ...comparison, surveys, holders, texts, disruptions, ...(refusal && { refusal }) };
  });
}

async function refusalOf(run: Run, { steps }: Comparison): Promise<QuorateError | undefined> {
  const [faults, refusals] = await Promise.all([hostFaults(run), admissionProblems(run, steps)]);
  return combined([faults, refusals.length > 0 && new RefusedError(refusals)]);
}

/** The reachable hosts, compared with their part of the plan. */
export interface ReachedHosts {
  readonly comparison: Comparison;
  readonly surveys: Surveys;
}

/** Surveys every reachable host, for `drift`. Changes nothing and acquires no lock. */
export async function inspectReachable(
  plan: Plan,
  env: RunEnvironment,
): Promise<ReachedHosts & { readonly unreachable: readonly Problem[] }> {
  return withRun(plan, env, async (run) => {
    const unreachable = await connectAndSurvey(run);
    return { ...(await compareReached(run)), unreachable };
  });
}

/** Compares the connected hosts with their part of the plan. */
export async function compareReached(run: Run): Promise<ReachedHosts> {
  const connected = run.plan.hosts.filter((host) => run.fleet.isConnected(host));
  const reached = { ...run, plan: planOn(run.plan, connected) };
  const surveys = await surveyAll(reached);
  const { receiptKey, clock } = run.env;
  return { comparison: await inSlices(compareInSlices(reached.plan, surveys, receiptKey), clock), surveys };
}
