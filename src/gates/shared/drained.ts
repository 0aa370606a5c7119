import { balancedServers } from '../../components/haproxy/answers.ts';
import { statisticsProbe } from '../../components/haproxy/statistics-probe.ts';
import { hostsOf } from '../../model/cluster.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Answer } from '../../model/health/gate.ts';
import type { HostName } from '../../model/names.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../findings.ts';
import type { Gate } from '../gate.ts';
import type { GatePlatform } from '../gate-platform.ts';
import { classifyAnswer } from '../classify-answer.ts';
import { inOrder, shellOn, RUN_AGAIN } from '../../model/next-step.ts';

type Args = { readonly balancers: readonly HostName[]; readonly servers: readonly string[] };

/**
 * Passes if no load balancer sends requests to a manager to be removed. A successful reload does not prove that the new
 * HAProxy process runs (docs/hazards.md, 21), so the statistics must show the manager as drained at two consecutive queries.
 */
export const drained = ({ statisticsPort, installLog, balancedNames }: GatePlatform): Gate => ({
  title: 'the managers to be removed are drained on the load balancers',
  ready:
    'no load balancer sends clients to the manager to be removed: the statistics of the running HAProxy show its server in maintenance, or no longer list it',
  timing: { timeoutMs: MINUTE, intervalMs: 2 * SECOND, consecutive: 2 },
  log: installLog,
  queries: (cluster) => {
    const balancers = hostsOf(cluster, 'load_balancer').map(({ name }) => name);
    return {
      queries: balancers.map((host) => ({
        host,
        probes: { statistics: statisticsProbe(statisticsPort) },
      })),
      args: { balancers, servers: balancedNames(cluster) } satisfies Args,
    };
  },
  judge: (answers, args) => {
    const { balancers, servers } = args as Args;
    return verdictOf(balancers.map((host) => judge(host, answers[host]?.statistics, servers)));
  },
});

function judge(host: HostName, answer: Answer | undefined, stay: readonly string[]): Finding {
  const hint = inOrder(shellOn(host, 'journalctl -u haproxy -n 50'), RUN_AGAIN);
  const failed = classifyAnswer(answer, 200);
  if (failed) return unanswered(host, { ...failed, line: `statistics: ${failed.line}` }, { otherwise: hint });
  const servers = balancedServers(answer);
  if (!servers) return bad(host, 'its statistics list no servers', { class: 'health', hint });
  const used = servers.filter(({ name, status }) => !stay.includes(name) && status !== 'MAINT');
  if (used.length === 0) return good(host, 'sends no requests to the manager that is removed');
  const words = used.map(({ name, status }) => `${name} (${status})`).join(', ');
  return bad(host, `still sends requests to ${words}`, { class: 'settling', hint });
}
