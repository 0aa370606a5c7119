import { ConnectError, RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import type { HostName } from '../../model/names.ts';
import { hostsThatMayBeDown } from '../../model/plan/plan.ts';
import type { Run } from '../run.ts';
import { collectMembership } from '../read/collect-membership.ts';
import { throwAll } from '../exit-code.ts';
import { isAlreadyReplaced } from '../safety/already-replaced.ts';
import { operationsOn, refusedOperations } from '../safety/refused-operations.ts';
import type { StepOperation } from '../safety/refused-operations.ts';
import { hostFaults } from './host-faults.ts';
import { surveyConnected } from './survey-hosts.ts';
import type { NotSurveyed } from './survey-hosts.ts';
import { inOrder, runAgain } from '../../model/next-step.ts';

/**
 * Connects to every reachable host and surveys it.
 * @returns a problem for each host that is unreachable or does not respond
 * @throws one error with these problems and every host whose data cannot be read
 */
export async function connectAndSurvey(run: Run): Promise<readonly Problem[]> {
  const { lost, unreadable } = await connectAndSurveyEach(run);
  throwAll(unreadable ? [unreadable, lost.length > 0 && new ConnectError(lost)] : []);
  return lost;
}

async function connectAndSurveyEach(run: Run): Promise<NotSurveyed> {
  const unreachable = await connectReachable(run);
  const { lost, unreadable } = await surveyConnected(run);
  return { lost: [...unreachable, ...lost], unreadable };
}

/** Connects to every reachable host. @returns a problem for each unreachable host */
export async function connectReachable({ fleet, plan }: Run): Promise<readonly Problem[]> {
  try {
    await fleet.connectAll(plan.hosts);
    return [];
  } catch (error) {
    if (error instanceof ConnectError) return error.problems;
    throw error;
  }
}

/**
 * Connects to every host of the plan and surveys it.
 * @throws one error with everything that keeps the run from starting, on all hosts
 */
export async function connectOrRefuse(run: Run): Promise<void> {
  const { lost, unreadable } = await connectAndSurveyEach(run);
  if (lost.length === 0 && !unreadable) return;
  // If no host is reachable, the network of this machine is the likely cause.
  if (!run.plan.hosts.some((host) => run.fleet.isConnected(host))) throw new ConnectError(lost);
  throwAll([
    unreadable,
    ...(unreadable || lost.length === 0 ? [] : [await refusedWithout(run)]),
    lost.length > 0 && new ConnectError(withDownHint(lost, hostsThatMayBeDown(run.plan))),
    await hostFaults(run),
  ]);
}

/** Checks the quorum proofs of the planned operations, because these may be unsafe without the unreachable hosts. */
async function refusedWithout(run: Run): Promise<RefusedError | undefined> {
  const operations = run.plan.phases.flatMap(({ lanes }) =>
    lanes.flatMap(({ steps }) => steps.flatMap((step) => operationsOn(run.plan, step))),
  );
  const refusals = operations.length > 0 ? await proofRefusals(run, operations) : [];
  return refusals.length > 0 ? new RefusedError(refusals) : undefined;
}

/** Adds the advice to use `--down` to the problem of each host that the command can run without. */
function withDownHint(unreachable: readonly Problem[], mayBeDown: readonly HostName[]): readonly Problem[] {
  const names = unreachable.flatMap(({ where = '' }) => (mayBeDown.includes(where) ? [where] : []));
  const all = [...new Set(names)];
  const down = all.join(',');
  return unreachable.map((problem) => {
    if (!mayBeDown.includes(problem.where ?? '')) return problem;
    const when =
      all.length === 1 ? `if ${down} is down and stays a member` : 'if these hosts are down and stay members';
    return { ...problem, next: inOrder(problem.next, runAgain({ when, with: `--down ${down}` })) };
  });
}

async function proofRefusals(run: Run, operations: readonly StepOperation[]): Promise<readonly Problem[]> {
  const services = new Set(operations.map(({ operation }) => operation.service));
  const memberships = await Promise.all([...services].map((service) => collectMembership(run, service)));
  return refusedOperations(
    memberships,
    operations.filter(({ operation }) => !isAlreadyReplaced(run, operation)),
  );
}
