import { balancedServers, servedBy, type BalancedServer } from '../../components/haproxy/answers.ts';
import { statisticsProbe } from '../../components/haproxy/statistics-probe.ts';
import { hostsOf, serverName } from '../../model/cluster.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { MemberAnswers } from '../../model/health/gate.ts';
import { isQueried, type Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import { queryThrough, judgeThrough, type Through } from '../external-balancer.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../findings.ts';
import type { ProbeInput, Gate } from '../gate.ts';
import type { GatePlatform } from '../gate-platform.ts';
import { statusProbe, type ManagerStatus } from '../status-probe.ts';
import { classifyAnswer } from '../classify-answer.ts';
import { commandStep, shellOn, type Next } from '../../model/next-step.ts';
import { thenVerify } from '../advice.ts';

type Args = {
  readonly balancers: readonly HostName[];
  readonly managers: number;
  /** The managers, each with the name of its server in haproxy.cfg. */
  readonly expected?: Membership['expected'];
  readonly through?: Through;
};

const STICKY = ['sticky1', 'sticky2', 'sticky3'] as const;

/**
 * Passes if REST answers over verified TLS through every load balancer, each of them reports its managers as up, and
 * consecutive requests of one client reach the same manager. Through an external load balancer, checks only that REST
 * answers, from every manager host.
 */
export const loadBalancer = (platform: GatePlatform): Gate => ({
  title: 'the load balancers reach every manager',
  ready:
    'through every load balancer, the managers answer 401 over verified TLS, consecutive requests of a client go to the same manager, and HAProxy reports every manager up; through an external load balancer, only the 401 over verified TLS is checked, from every manager host',
  timing: { timeoutMs: 2 * MINUTE, intervalMs: 3 * SECOND, consecutive: 2 },
  log: platform.installLog,
  queries: (cluster, material) => {
    const { load_balancer: sourcing } = cluster.sourcing;
    const input = { cluster, material };
    return sourcing.kind === 'external'
      ? queryThrough(sourcing.address, platform.managerStatus, input)
      : queryBalancers(platform, input);
  },
  judge: (answers, args) => {
    const { balancers, managers, expected = [], through } = args as Args;
    const { managerStatus } = platform;
    const down = expected.flatMap((member) => (isQueried(member) ? [] : [member.node]));
    const behind = { managers, down, code: managerStatus.code };
    return verdictOf(
      through
        ? through.from.map((host) =>
            judgeThrough(host, answers[host]?.balancer, { ...through, ...managerStatus }),
          )
        : balancers.map((host) => judgeBalancer(host, answers[host] ?? {}, behind)),
    );
  },
});

function queryBalancers(
  { managerStatus, statisticsPort }: GatePlatform,
  { cluster, material }: ProbeInput,
): ReturnType<Gate['queries']> {
  const balancers = hostsOf(cluster, 'load_balancer');
  const queries = balancers.map((host) => {
    const status = statusProbe(host.privateIp, managerStatus, material);
    const sticky = Object.fromEntries(STICKY.map((name) => [name, status]));
    return {
      host: host.name,
      probes: { balancer: status, ...sticky, statistics: statisticsProbe(statisticsPort) },
    };
  });
  const expected = hostsOf(cluster, 'manager').map((host) => ({
    host: host.name,
    node: serverName(host),
    standing: 'member' as const,
  }));
  const args = { balancers: balancers.map((host) => host.name), managers: expected.length, expected };
  return { queries, args: args satisfies Args };
}

interface Behind extends Pick<ManagerStatus, 'code'> {
  readonly managers: number;
  /** Servers of managers that are down but stay in the cluster. */
  readonly down: readonly string[];
}

function judgeBalancer(host: HostName, answers: MemberAnswers, there: Behind): Finding {
  const hint = hintFor(host);
  const through = ['balancer', ...STICKY]
    .map((name) => classifyAnswer(answers[name], there.code))
    .find(Boolean);
  if (through)
    return unanswered(
      host,
      { ...through, line: `REST through this load balancer: ${through.line}` },
      { otherwise: hint },
    );
  const failed = classifyAnswer(answers.statistics, 200);
  if (failed) return unanswered(host, { ...failed, line: `statistics: ${failed.line}` }, { otherwise: hint });
  const servers = balancedServers(answers.statistics);
  if (!servers) return bad(host, 'its statistics list no servers', { class: 'health', hint });
  return missingManagers(host, servers, there) ?? stickiness(host, answers, there);
}

/** Reports managers that the load balancer does not list, or does not report as up. */
function missingManagers(
  host: HostName,
  servers: readonly BalancedServer[],
  { managers, down: staying }: Behind,
): Finding | undefined {
  const known = new Set(servers.map((server) => server.name)).size;
  if (known < managers) {
    const line = `balances ${known} of ${managers} managers`;
    return bad(host, line, { class: 'membership', hint: commandStep('deploy') });
  }
  const down = servers.filter((server) => server.status !== 'UP' && !staying.includes(server.name));
  const first = down[0];
  if (!first) return undefined;
  const words = down.map(({ name, status, check }) => `${name} is ${status}${check ? ` (${check})` : ''}`);
  return bad(host, words.join(', '), {
    class: 'health',
    hint: commandStep('verify', { purpose: 'check the manager that is not up' }),
  });
}

function stickiness(host: HostName, answers: MemberAnswers, { managers, code }: Behind): Finding {
  const served = new Set(STICKY.map((name) => servedBy(answers[name])));
  if (served.has(undefined)) {
    const line = 'its responses do not name the manager that answered';
    return bad(host, line, { class: 'health', hint: commandStep('deploy') });
  }
  if (served.size > 1) {
    return bad(host, `consecutive requests of one client reached ${[...served].join(', ')}`, {
      class: 'health',
      hint: hintFor(host),
    });
  }
  return good(
    host,
    `${code} through this load balancer, ${managers} managers up, sticky to ${[...served].join()}`,
  );
}

function hintFor(host: HostName): Next {
  return thenVerify(shellOn(host, 'journalctl -u haproxy -n 50'));
}
