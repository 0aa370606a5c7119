import { shellOn } from '../../model/next-step.ts';
import { BROKER_STATUS } from '../../components/rabbitmq/commands.ts';
import { hostsOf } from '../../model/cluster.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Answer, Answers, GateCheck } from '../../model/health/gate.ts';
import { compareNodes, type BrokerView, type Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../findings.ts';
import type { ProbeInput, Gate } from '../gate.ts';
import { queriedMembers, wrongListing } from '../listing.ts';
import { brokerView } from '../../components/rabbitmq/broker-view.ts';
import { queryMembers } from '../query-members.ts';
import type { GatePlatform } from '../gate-platform.ts';
import { classifyAnswer } from '../classify-answer.ts';
import type { Next } from '../../model/next-step.ts';
import { listMember, checkPassword, thenVerify } from '../advice.ts';

/** Names of the probes whose answers `brokerFindings` reads. */
export const BROKER_PROBES = ['nodes', 'queues', 'alarms'];

type Args = { readonly expected: Membership['expected']; readonly managers: readonly HostName[] };

/**
 * Passes if every node sees exactly the brokers of the inventory running, without partition or alarm and with mirrors in
 * sync, and installed managers have registered exactly these brokers.
 */
export const brokerCluster = (platform: GatePlatform): Gate => ({
  title: 'the brokers are one cluster',
  ready:
    'the conditions of broker-members hold and, if a manager is installed, the managers have registered exactly the brokers of the inventory',
  timing: { timeoutMs: 5 * MINUTE, intervalMs: 5 * SECOND, consecutive: 2 },
  bootstraps: 'broker',
  log: platform.installLog,
  queries: (cluster, material) => {
    if (cluster.sourcing.broker.kind === 'external')
      return { queries: [], args: { expected: [], managers: [] } };
    const { queries, args } = queryMembers(platform, 'broker', BROKER_PROBES)(cluster, material);
    const registries = queryRegistries(platform, { cluster, material });
    return {
      queries: [...queries, ...registries],
      args: { ...args, managers: registries.map(({ host }) => host) },
    };
  },
  judge: (answers, args) => {
    const { expected, managers } = args as Args;
    return verdictOf([
      ...brokerFindings(answers, expected),
      ...managers.flatMap(
        (host) => platform.brokerRegistry?.judge(host, answers[host]?.brokers, expected) ?? [],
      ),
    ]);
  },
});

function queryRegistries({ brokerRegistry }: GatePlatform, input: ProbeInput): GateCheck['queries'] {
  if (!brokerRegistry) return [];
  return hostsOf(input.cluster, 'manager').map((host) => ({
    host: host.name,
    probes: { brokers: brokerRegistry.probe(host, input) },
  }));
}

/** Judges the brokers by their own views only, not by what the managers have registered. */
export function brokerFindings(answers: Answers, expected: Membership['expected']): readonly Finding[] {
  return queriedMembers(expected).map(({ host }) => {
    const view = brokerView(answers[host] ?? {});
    return view.kind === 'broker' ? judge(host, view, expected) : withoutView(host, answers[host]?.nodes);
  });
}

function withoutView(host: HostName, answer: Answer | undefined): Finding {
  const hint = hintFor(host);
  const trouble = classifyAnswer(answer, 200);
  if (!trouble) return bad(host, 'its management interface does not list nodes', { class: 'health', hint });
  const credentials = checkPassword('rabbitmq_password');
  return unanswered(host, trouble, { credentials, otherwise: hint });
}

function judge(host: HostName, view: BrokerView, expected: Args['expected']): Finding {
  const hint = hintFor(host);
  const listing = { expected, verb: 'list', hints: { foreign: listMember, missing: hint } } as const;
  const wrong = wrongListing(host, view.members, listing);
  if (wrong) return wrong;
  const problem = problemIn(view, expected);
  if (problem) return bad(host, problem, { class: 'health', hint });
  return good(host, `${view.running.length} of ${expected.length} running, no alarm, mirrors in sync`);
}

/** Returns what is wrong in one node's view of a cluster whose members are all listed; undefined if nothing. */
function problemIn(view: BrokerView, expected: Args['expected']): string | undefined {
  const { missing } = compareNodes(view.running, queriedMembers(expected));
  if (missing.length > 0) return `sees ${missing.join(', ')} not running`;
  if (view.partitions.length > 0) return `partitioned from ${view.partitions.join(', ')}`;
  if (view.alarms.length > 0) return `alarm: ${view.alarms.join(', ')}`;
  if (view.unsynchronized === undefined) return 'does not report whether mirrors are in sync';
  return view.unsynchronized > 0 ? `queues with mirrors not in sync: ${view.unsynchronized}` : undefined;
}

function hintFor(host: HostName): Next {
  return thenVerify(shellOn(host, BROKER_STATUS));
}
