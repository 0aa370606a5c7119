import { answerText } from '../../components/unusable-answer.ts';
import { classifyAnswer } from '../../gates/classify-answer.ts';
import type { Problem } from '../../errors/errors.ts';
import { platformOf } from '../../registry/platforms.ts';
import { SECOND } from '../../model/duration.ts';
import type { Answers, Probe } from '../../model/health/gate.ts';
import type { Role } from '../../model/names.ts';
import type { QueriedHost } from '../../model/plan/plan.ts';
import { queryHosts } from '../read/query-hosts.ts';
import type { Run } from '../run.ts';
import { inOrder, manual, runAgain } from '../../model/next-step.ts';

/** Short, because a host that is down does not answer at all. */
const PATIENCE = 2 * SECOND;

/** Reports hosts that are declared lost but answer. */
export async function lostMembersThatAnswer(run: Run): Promise<readonly Problem[]> {
  const { declaredLost } = run.plan;
  const answers = await queryThroughPeer(run, declaredLost);
  return declaredLost.flatMap(({ host, role }) => {
    const status = answers[host]?.status;
    const trouble = classifyAnswer(status, platformOf(run.plan).managerStatus.code);
    // A host that refuses the connection is up, but its service is down.
    if (trouble?.class === 'unreachable' || trouble?.class === 'settling') return [];
    const what = 'declared lost, but still answers: refused to protect the cluster';
    const why = `${nameOf(role)}: ${host} answers (${answerText(status)}): refused`;
    return [{ where: host, what, why, next: role === 'manager' ? NEXT_FOR_MANAGER : NEXT_FOR_LOAD_BALANCER }];
  });
}

const nameOf = (role: Role) => role.replace('_', ' ');

const NEXT_FOR_LOAD_BALANCER = inOrder(
  runAgain({ when: 'to remove the load balancer', without: '--lost' }),
  manual('to replace it, power it off first'),
);
const NEXT_FOR_MANAGER = 'power off the old machine first; it still uses the database and the brokers';

/**
 * Queries the status of hosts that are declared lost or down. Another, connected host sends the queries, with a short
 * timeout.
 */
export async function queryThroughPeer(
  { plan, fleet }: Run,
  hosts: readonly QueriedHost[],
): Promise<Answers> {
  const via = plan.hosts.find((host) => fleet.isConnected(host));
  if (via === undefined) return {};
  const asked = hosts.map(async ({ host, probes }) => {
    const queries = [{ host: via, probes: { status: briefly(probes.status) } }];
    const answers = await queryHosts(fleet, queries, PATIENCE);
    return [host, answers[via] ?? {}] as const;
  });
  return Object.fromEntries(await Promise.all(asked));
}

function briefly(probe: Probe | undefined): Probe {
  if (probe?.kind !== 'request') throw new Error('the status probe of a lost host is not a request');
  return { ...probe, request: { ...probe.request, timeoutMs: PATIENCE } };
}
