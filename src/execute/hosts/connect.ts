import { ConnectError, RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import type { HostName } from '../../model/names.ts';
import { hostsThatMayBeDown } from '../../model/plan/plan.ts';
import type { Run } from '../run.ts';
import { collectMembership } from '../read/collect-membership.ts';
import { isAlreadyReplaced } from '../safety/already-replaced.ts';
import { operationsOn, refusedOperations } from '../safety/refused-operations.ts';
import type { StepOperation } from '../safety/refused-operations.ts';
import { surveyConnected } from './survey-hosts.ts';
import { inOrder, runAgain } from '../../model/next-step.ts';

/** Connects to every reachable host and surveys it. @returns a problem for each host that is unreachable or does not respond */
export async function connectAndSurvey(run: Run): Promise<readonly Problem[]> {
  const unreachable = await connectReachable(run);
  return [...unreachable, ...(await surveyConnected(run))];
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
 * Connects to every host of the plan and surveys it. If some hosts are unreachable or do not respond, checks the quorum
 * proofs of the planned operations, because the operations may be unsafe without those hosts.
 * @throws RefusedError with the vote count if a proof refuses an operation, otherwise ConnectError
 */
export async function connectOrRefuse(run: Run): Promise<void> {
  const lost = await connectAndSurvey(run);
  if (lost.length === 0) return;
  // If no host is reachable, the network of this machine is the likely cause.
  if (!run.plan.hosts.some((host) => run.fleet.isConnected(host))) throw new ConnectError(lost);
  const unreachable = withDownHint(lost, hostsThatMayBeDown(run.plan));
  const operations = run.plan.phases.flatMap(({ lanes }) =>
    lanes.flatMap(({ steps }) => steps.flatMap((step) => operationsOn(run.plan, step))),
  );
  const refusals = operations.length > 0 ? await proofRefusals(run, operations) : [];
  throw refusals.length > 0 ? new RefusedError([...refusals, ...unreachable]) : new ConnectError(unreachable);
}

/** Adds the advice to use `--down` to the problem of each host that the command can run without. */
function withDownHint(unreachable: readonly Problem[], mayBeDown: readonly HostName[]): readonly Problem[] {
  const names = unreachable.flatMap(({ where = '' }) => (mayBeDown.includes(where) ? [where] : []));
  const down = [...new Set(names)].join(',');
  return unreachable.map((problem) => {
    if (!mayBeDown.includes(problem.where ?? '')) return problem;
    const when = `if ${problem.where} is down and stays a member`;
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
