import { RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { healthy } from '../../membership/views/healthy.ts';
import { listings } from '../../membership/views/listed-members.ts';
import { unfinishedMembers, type NotInstalled } from '../../membership/admission/inventory-mismatch.ts';
import { compareWithMembers } from '../../membership/admission/compare-with-members.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { ComparedStep } from '../../plan/compare/compare.ts';
import { isFinished } from '../../plan/compare/step-state.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { JOB } from '../../model/stored-formats.ts';
import { unhealthyRunningBrokers, unhealthyBrokerProblems } from './unhealthy-running-brokers.ts';
import { lostMembersThatAnswer } from './check-declared-lost.ts';
import { existingDataProblems } from './existing-data.ts';
import type { Run } from '../run.ts';
import { collectMembership } from '../read/collect-membership.ts';
import { isAlreadyReplaced } from './already-replaced.ts';
import { operationsOn, refusedOperations } from './refused-operations.ts';
import type { StepOperation } from './refused-operations.ts';

/**
 * Compares the inventory with the live members of every service, before anything is staged or installed.
 * @throws RefusedError with all problems, each with the command to use instead
 */
export async function checkAdmission(run: Run, steps: readonly ComparedStep[]): Promise<void> {
  const refusals = await admissionProblems(run, steps);
  if (refusals.length > 0) throw new RefusedError(refusals);
}

/** @param steps all steps of the plan, compared with the present state of the hosts */
export async function admissionProblems(
  run: Run,
  steps: readonly ComparedStep[],
): Promise<readonly Problem[]> {
  const services = run.plan.memberships.map(({ service }) => service);
  const memberships = await Promise.all(services.map((service) => collectMembership(run, service)));
  const operations = steps
    .filter(({ state }) => !isFinished(state))
    .flatMap(({ step }) => operationsOn(run.plan, step));
  const toInstall = steps.flatMap((compared) => notInstalled(run, compared));
  const refused = refusedOperations(
    memberships,
    provableNow(run, memberships, operations).filter(
      ({ operation }) => operation.kind !== 'join' && !isAlreadyReplaced(run, operation),
    ),
  );
  const removals = operations.map(({ operation }) => operation).filter(({ kind }) => kind === 'remove');
  const restartsBrokers = operations.some(
    ({ operation }) => operation.kind === 'restart' && operation.service === 'broker',
  );
  return [
    ...(await existingDataProblems(run, memberships, toInstall)),
    ...(await lostMembersThatAnswer(run)),
    ...compareWithMembers(memberships, toInstall, removals),
    ...(run.plan.change.kind === 'deploy' ? [] : unfinishedMemberProblems(memberships, steps)),
    ...refused,
    ...(restartsBrokers && refused.length > 0
      ? memberships.flatMap((membership) => unhealthyBrokerProblems(run, membership))
      : []),
  ];
}

/** Members whose addition or removal by another command did not finish. */
function unfinishedMemberProblems(
  memberships: readonly Membership[],
  steps: readonly ComparedStep[],
): readonly Problem[] {
  const own = steps.flatMap(({ step: { operation } }) =>
    operation && operation.kind !== 'restart' && operation.kind !== 'reinit' ? [operation.member] : [],
  );
  return memberships.flatMap((membership) =>
    unfinishedMembers(membership, listings(membership.service, memberships), own),
  );
}

/**
 * The operations to prove before the run starts; each is proved again right before it runs. A restart of a service begins
 * with its unhealthy members (next-lane.ts). Its healthy members are left out here, because restarting them is only safe
 * once the unhealthy ones have recovered. Nothing is left out if an unhealthy broker's node is running, because a restart
 * does not recover that broker.
 */
function provableNow(
  run: Run,
  memberships: readonly Membership[],
  operations: readonly StepOperation[],
): readonly StepOperation[] {
  const restarts = operations.filter(isRestart).map(({ operation }) => operation);
  const recovering = memberships.filter((membership) => {
    const unhealthy = restarts.filter(
      ({ service, member }) => service === membership.service && !healthy(membership, member),
    );
    const running = unhealthyRunningBrokers(run, membership);
    return unhealthy.length > 0 && unhealthy.every(({ member }) => !running.includes(member));
  });
  const waitsForOthers = ({ service, member }: MemberOperation) => {
    const own = recovering.find((membership) => membership.service === service);
    return own !== undefined && healthy(own, member);
  };
  return operations.filter((one) => !(isRestart(one) && waitsForOthers(one.operation)));
}

/** False for the restart of a manager after a change of its list of databases, which is a command, not a job. */
function isRestart({ step, operation }: StepOperation): boolean {
  return operation.kind === 'restart' && step.action.kind === 'job';
}

/** The host that the step would install; none if the installation is already running, because it was proved before. */
function notInstalled({ fleet }: Run, { step, host, state }: ComparedStep): readonly NotInstalled[] {
  const { operation } = step;
  if (operation?.kind !== 'bootstrap' && operation?.kind !== 'join') return [];
  if (state.kind !== 'job' || (state.decision.do !== 'start' && state.decision.do !== 'repair')) return [];
  const job = JOB.install(operation.service);
  return [{ operation, installStarted: fleet.remembered(host)?.jobs[job] !== undefined }];
}
