import { ConnectError, RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { readEach } from '../../errors/unreadable-data.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { Run } from '../run.ts';
import { collectMembership } from '../read/collect-membership.ts';
import { isAlreadyReplaced } from '../safety/already-replaced.ts';
import { operationsOn, refusedOperations } from '../safety/refused-operations.ts';
import type { StepOperation } from '../safety/refused-operations.ts';
import { inOrder } from '../../model/next-step.ts';

/** Connects to every host that can be reached. @returns why the others cannot */
export async function connectWhatCan({ fleet, plan }: Run): Promise<readonly Problem[]> {
  try {
    await fleet.connectAll(plan.hosts);
    return [];
  } catch (error) {
    if (error instanceof ConnectError) return error.problems;
    throw error;
  }
}

/**
 * Connects to every host of the plan. One that does not answer may be why the cluster must not be touched: then the
 * vote count says so.
 * @throws RefusedError with the vote count, ConnectError where that refuses nothing
 */
export async function connectOrRefuse(run: Run): Promise<void> {
  const lost = await connectWhatCan(run);
  if (lost.length === 0) return;
  // Nobody answered: that tells of this machine's network, and nothing of the cluster.
  if (!run.plan.hosts.some((host) => run.fleet.isConnected(host))) throw new ConnectError(lost);
  const unreachable = sayingDown(lost, run.plan.mayBeDown);
  const touching = run.plan.phases.flatMap(({ lanes }) =>
    lanes.flatMap(({ steps }) => steps.flatMap((step) => operationsOn(run.plan, step))),
  );
  const refusals = touching.length > 0 ? await refusalsAmid(run, touching) : [];
  throw refusals.length > 0 ? new RefusedError([...refusals, ...unreachable]) : new ConnectError(unreachable);
}

/** Which of them the command could do without, were they dead. */
function sayingDown(unreachable: readonly Problem[], mayBeDown: Plan['mayBeDown'] = []): readonly Problem[] {
  const names = unreachable.flatMap(({ where = '' }) => (mayBeDown.includes(where) ? [where] : []));
  const all = [...new Set(names)].join(',');
  return unreachable.map((problem) => {
    if (!mayBeDown.includes(problem.where ?? '')) return problem;
    const without = `if ${problem.where} is dead and stays a member: --down ${all}`;
    return { ...problem, next: inOrder(problem.next, without) };
  });
}

async function refusalsAmid(run: Run, touching: readonly StepOperation[]): Promise<readonly Problem[]> {
  const { fleet, plan } = run;
  const connected = plan.hosts.filter((host) => fleet.isConnected(host));
  await readEach(connected.map((host) => fleet.steady(host, () => fleet.survey(host))));
  const services = new Set(touching.map(({ operation }) => operation.service));
  const memberships = await Promise.all([...services].map((service) => collectMembership(run, service)));
  return refusedOperations(
    memberships,
    touching.filter(({ operation }) => !isAlreadyReplaced(run, operation)),
  );
}
