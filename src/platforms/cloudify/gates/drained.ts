import { balancedServers } from '../../../components/haproxy/answers.ts';
import { hostsOf, serverName } from '../../../model/cluster.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { statistics } from '../probes/probes.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';

type Args = { readonly balancers: readonly HostName[]; readonly servers: readonly string[] };

/**
 * No balancer sends anybody to a manager that leaves. A reload that ended well does not prove that the new worker runs
 * (docs/hazards.md, 21): what answers is asked, twice, whom it sends to.
 */
export const drained: Gate = {
  title: 'the load balancers send nobody to a manager that leaves',
  timing: { timeoutMs: MINUTE, intervalMs: 2 * SECOND, consecutive: 2 },
  asks: (cluster) => {
    const balancers = hostsOf(cluster, 'load_balancer').map(({ name }) => name);
    const servers = hostsOf(cluster, 'manager').map(serverName);
    return {
      asks: balancers.map((host) => ({ host, probes: { statistics: statistics() } })),
      args: { balancers, servers } satisfies Args,
    };
  },
  judge: (answers, args) => {
    const { balancers, servers } = args as Args;
    return verdictOf(balancers.map((host) => look(host, answers[host]?.statistics, servers)));
  },
};

function look(host: HostName, answer: Answer | undefined, stay: readonly string[]): Finding {
  const hint = `on ${host}: journalctl -u haproxy -n 50; then run the command again`;
  const silent = classifyAnswer(answer, 200);
  if (silent) return unanswered(host, { ...silent, line: `statistics: ${silent.line}` }, { otherwise: hint });
  const servers = balancedServers(answer);
  if (!servers) return bad(host, 'its statistics tell no servers', { cause: 'health', hint });
  const used = servers.filter(({ name, status }) => !stay.includes(name) && status !== 'MAINT');
  if (used.length === 0) return good(host, 'sends nobody to it');
  const words = used.map(({ name, status }) => `${name} (${status})`).join(', ');
  return bad(host, `still sends to ${words}`, { cause: 'settling', hint });
}
