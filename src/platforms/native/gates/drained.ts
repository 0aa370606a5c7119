import { balancedServers } from '../../../components/haproxy/answers.ts';
import { statisticsProbe } from '../../../components/haproxy/statistics-probe.ts';
import { thenVerify } from '../../../gates/advice.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { hostsOf } from '../../../model/cluster.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { shellOn } from '../../../model/next-step.ts';
import { FORWARDED } from '../config/haproxy.ts';
import { BALANCER_PORTS } from '../ports.ts';

interface Args {
  readonly [key: string]: unknown;
  readonly balancers: readonly HostName[];
  /** The managers that stay. */
  readonly managers: readonly HostName[];
}

/** Passes if the running HAProxy of every load balancer no longer lists the manager that is removed. */
export const removedFromBalancers: Gate = {
  title: 'the load balancers no longer list the manager to be removed',
  ready: 'the statistics of every running HAProxy list only managers that stay',
  timing: { timeoutMs: MINUTE, intervalMs: 2 * SECOND, consecutive: 2 },
  queries: (cluster) => {
    const names = (role: 'load_balancer' | 'manager') => hostsOf(cluster, role).map(({ name }) => name);
    const probes = { statistics: statisticsProbe(BALANCER_PORTS.statistics) };
    const balancers = names('load_balancer');
    return {
      queries: balancers.map((host) => ({ host, probes })),
      args: { balancers, managers: names('manager') } satisfies Args,
    };
  },
  judge: (answers, args) => {
    const { balancers, managers } = args as Args;
    return verdictOf(balancers.map((host) => judge(host, answers[host]?.['statistics'], managers)));
  },
};

function judge(host: HostName, answer: Answer | undefined, stay: readonly HostName[]): Finding {
  const hint = thenVerify(shellOn(host, 'journalctl -u haproxy -n 50'));
  const failed = classifyAnswer(answer, 200);
  if (failed) return unanswered(host, { ...failed, line: `statistics: ${failed.line}` }, { otherwise: hint });
  const listed = (balancedServers(answer) ?? [])
    .filter(({ proxy, name }) => proxy === FORWARDED.application && !stay.includes(name))
    .map(({ name }) => name);
  if (listed.length === 0) return good(host, 'lists only managers that stay');
  return bad(host, `still lists ${listed.join(', ')}`, { class: 'settling', hint });
}
