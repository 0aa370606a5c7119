import { balancedServers, type BalancedServer } from '../../../components/haproxy/answers.ts';
import { statisticsProbe } from '../../../components/haproxy/statistics-probe.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { thenVerify } from '../../../gates/advice.ts';
import { hostsOf } from '../../../model/cluster.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { Answer, Answers } from '../../../model/health/gate.ts';
import type { HostName, Role } from '../../../model/names.ts';
import { commandStep, shellOn } from '../../../model/next-step.ts';
import { FORWARDED } from '../config/haproxy.ts';
import { STATISTICS_PORT } from '../ports.ts';
import { judgeVirtualIp, virtualIpQuery, type AtVirtualIp } from './virtual-ip.ts';

interface Args {
  readonly [key: string]: unknown;
  readonly balancers: readonly HostName[];
  readonly databases: readonly HostName[];
  readonly brokers: readonly HostName[];
  readonly managers: readonly HostName[];
  readonly virtual?: AtVirtualIp;
}

/**
 * Passes if each load balancer reaches exactly one leader, all other databases as standbys, all brokers and
 * all managers, as its own health checks see them, and exactly one load balancer holds the virtual address, if there is one.
 */
export const balancedMembers: Gate = {
  title: 'the load balancers reach every member',
  ready:
    'every load balancer lists every member, and reports one database up as the leader, the other databases up as standbys, every broker up, and every manager up; with virtual_ip, exactly one load balancer holds the address, and the leader of the databases and the brokers answer at it',
  timing: { timeoutMs: 2 * MINUTE, intervalMs: 3 * SECOND, consecutive: 2 },
  queries: (cluster, material) => {
    const names = (role: Role) => hostsOf(cluster, role).map(({ name }) => name);
    const balancers = names('load_balancer');
    const virtual = virtualIpQuery({ cluster, material });
    const probes = { statistics: statisticsProbe(STATISTICS_PORT), ...virtual?.probes };
    return {
      queries: balancers.map((host) => ({ host, probes })),
      args: {
        balancers,
        databases: names('database'),
        brokers: names('broker'),
        managers: names('manager'),
        ...(virtual && { virtual: virtual.args }),
      } satisfies Args,
    };
  },
  judge: (answers, args) => {
    const wanted = args as Args;
    return verdictOf(wanted.balancers.map((host) => judgeBalancer(host, answers, wanted)));
  },
};

function judgeBalancer(host: HostName, answers: Answers, wanted: Args): Finding {
  const members = judge(host, answers[host]?.['statistics'], wanted);
  if (members.wrong || !wanted.virtual) return members;
  const virtual = judgeVirtualIp(host, wanted.virtual, answers);
  return virtual.wrong ? virtual : good(host, `${members.line}; ${virtual.line}`);
}

function judge(host: HostName, answer: Answer | undefined, wanted: Args): Finding {
  const { databases, brokers, managers } = wanted;
  const hint = thenVerify(shellOn(host, 'journalctl -u haproxy -n 50'));
  const failed = classifyAnswer(answer, 200);
  if (failed) return unanswered(host, { ...failed, line: `statistics: ${failed.line}` }, { otherwise: hint });
  const servers = balancedServers(answer) ?? [];
  const missing = [...databases, ...brokers, ...managers].filter(
    (name) => !servers.some((one) => one.name === name),
  );
  if (missing.length > 0)
    return bad(host, `does not know ${missing.join(', ')}`, {
      class: 'membership',
      hint: commandStep('deploy'),
    });
  const up = (proxy: string) => upIn(servers, proxy);
  const lacks = [
    ...(databases.length > 0 && up(FORWARDED.leader) !== 1 ? [`${up(FORWARDED.leader)} leaders`] : []),
    ...(up(FORWARDED.standbys) < databases.length - 1
      ? [`${up(FORWARDED.standbys)} of ${databases.length - 1} standbys`]
      : []),
    ...(up(FORWARDED.brokers) < brokers.length
      ? [`${up(FORWARDED.brokers)} of ${brokers.length} brokers`]
      : []),
    ...(up(FORWARDED.application) < managers.length
      ? [`${up(FORWARDED.application)} of ${managers.length} managers`]
      : []),
  ];
  if (lacks.length > 0) return bad(host, `reaches ${lacks.join(', ')}`, { class: 'health', hint });
  return good(host, reached(wanted));
}

function reached({ databases, brokers, managers }: Args): string {
  const parts = [
    ...(databases.length > 0 ? [`the leader and ${databases.length - 1} standbys`] : []),
    ...(brokers.length > 0 ? [`${brokers.length} brokers`] : []),
    ...(managers.length > 0 ? [`${managers.length} managers`] : []),
  ];
  return `reaches ${parts.join(', ')}`;
}

function upIn(servers: readonly BalancedServer[], proxy: string): number {
  return servers.filter((server) => server.proxy === proxy && server.status === 'UP').length;
}
