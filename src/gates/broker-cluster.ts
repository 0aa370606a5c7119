import { registeredBrokers } from '../cloudify/observe/manager.ts';
import { PRODUCT_LOG } from '../cloudify/paths.ts';
import { hostsOf } from '../model/cluster.ts';
import { MINUTE, SECOND } from '../model/duration.ts';
import type { Answer } from '../model/gate.ts';
import { compareNodes, type BrokerView, type Membership } from '../model/membership.ts';
import type { HostName } from '../model/names.ts';
import { bad, good, lost, unanswered, verdictOf, type Finding } from './findings.ts';
import type { Gate } from './gate.ts';
import { readMembership } from './members.ts';
import { askMembers, registry } from './probes.ts';
import { troubleOf } from './trouble.ts';

type Args = { readonly expected: Membership['expected']; readonly managers: readonly HostName[] };

const LOOK = 'on that host: rabbitmqctl cluster_status; then: quorate verify INVENTORY';
const FOREIGN = 'add them to the inventory, or: quorate remove-broker; then: quorate verify INVENTORY';
const CREDENTIALS = "compare the inventory's secrets with those in use, then: quorate verify INVENTORY";

/**
 * The brokers of the inventory are those running in every node's own view and, once there are managers, those
 * registered with them; no partition, no alarm, mirrors in sync.
 */
export const brokerCluster: Gate = {
  title: 'the brokers are one cluster',
  timing: { timeoutMs: 5 * MINUTE, intervalMs: 5 * SECOND, consecutive: 2 },
  founds: 'broker',
  log: PRODUCT_LOG,
  asks: (cluster, material) => {
    const asking = { cluster, material };
    const { asks, args } = askMembers('broker', ['nodes', 'queues', 'alarms'], asking);
    const managers = hostsOf(cluster, 'manager');
    const registries = managers.map((host) => ({
      host: host.name,
      probes: { brokers: registry('brokers', host, asking) },
    }));
    return { asks: [...asks, ...registries], args: { ...args, managers: managers.map((host) => host.name) } };
  },
  judge: (answers, args) => {
    const { expected, managers } = args as Args;
    const { views } = readMembership({ service: 'broker', expected, answers, asOf: 0, founded: [] });
    const brokers = expected.map(({ host }) => {
      const trouble = troubleOf(answers[host]?.nodes, 200);
      if (trouble) return unanswered(host, trouble, { credentials: CREDENTIALS, otherwise: LOOK });
      const view = views[host];
      return view?.kind === 'broker' ? look(host, view, expected) : unreadable(host);
    });
    return verdictOf([
      ...brokers,
      ...managers.map((host) => registered(host, answers[host]?.brokers, expected)),
    ]);
  },
};

function look(host: HostName, view: BrokerView, expected: Args['expected']): Finding {
  const { foreign, missing } = compareNodes(view.members, expected);
  if (foreign.length > 0) {
    const line = `lists ${foreign.join(', ')}, not in the inventory`;
    return lost(host, line, { cause: 'membership', hint: FOREIGN });
  }
  if (missing.length > 0) {
    return bad(host, `does not list ${missing.join(', ')}`, { cause: 'membership', hint: LOOK });
  }
  const ill = illness(view, expected);
  if (ill) return bad(host, ill, { cause: 'health', hint: LOOK });
  return good(host, `${view.running.length} of ${expected.length} running, no alarm, mirrors in sync`);
}

/** What a complete cluster still lacks in one node's view. */
function illness(view: BrokerView, expected: Args['expected']): string | undefined {
  const { missing } = compareNodes(view.running, expected);
  if (missing.length > 0) return `sees ${missing.join(', ')} not running`;
  if (view.partitions.length > 0) return `partitioned from ${view.partitions.join(', ')}`;
  if (view.alarms.length > 0) return `alarm: ${view.alarms.join(', ')}`;
  if (view.unsynchronised === undefined) return 'does not tell whether mirrors are in sync';
  return view.unsynchronised > 0 ? `${view.unsynchronised} queues with mirrors not in sync` : undefined;
}

function unreadable(host: HostName): Finding {
  return bad(host, 'its management interface does not list nodes', { cause: 'health', hint: LOOK });
}

/** A manager that is not there yet, or does not answer, is not this gate's business: `manager-status` judges it. */
function registered(host: HostName, answer: Answer | undefined, expected: Args['expected']): Finding {
  const trouble = troubleOf(answer, 200);
  if (trouble?.cause === 'credentials') return unanswered(host, trouble, { otherwise: CREDENTIALS });
  const names = registeredBrokers(answer);
  if (!names)
    return good(host, answer?.kind === 'response' ? 'does not tell its brokers' : 'no manager to ask yet');
  const { foreign, missing } = compareNodes(names, expected);
  if (foreign.length > 0) {
    const hint = `on ${host}: cfy cluster brokers remove ${foreign[0]}`;
    return lost(host, `has ${foreign.join(', ')} registered, not in the inventory`, {
      cause: 'membership',
      hint,
    });
  }
  if (missing.length === 0) return good(host, `${names.length} brokers registered`);
  const hint = `on ${host}: cfy cluster brokers list; then: cfy cluster brokers add NAME ADDRESS`;
  return bad(host, `${missing.join(', ')} not registered`, { cause: 'membership', hint });
}
