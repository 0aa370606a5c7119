import {
  registeredBrokerAddress,
  registeredBrokers,
  registeredDatabases,
  registeredManagers,
} from '../observe/manager.ts';
import { canonicalAddress } from '../../../model/address.ts';
import { hostsOf } from '../../../model/cluster.ts';
import { SECOND } from '../../../model/duration.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { bad, good, verdictOf } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { registry } from '../probes/probes.ts';
import { commandStep } from '../../../model/next-step.ts';

const READERS = { managers: registeredManagers, brokers: registeredBrokers, databases: registeredDatabases };

type Args = {
  readonly managers: readonly HostName[];
  readonly what?: keyof typeof READERS;
  readonly node?: string;
  readonly present?: boolean;
  /** For a broker: an entry with this address does not count as the node's. */
  readonly besides?: string;
};

/**
 * Passes if a node is registered with the managers (or is not, with `present: false`). The steps that register or
 * unregister it are skipped if this gate passes. One manager's answer is enough, because all managers share one
 * registry.
 */
export const registration: Gate = {
  title: 'a node is registered with the managers',
  ready:
    'a node is, or is not, registered with the managers (one manager is enough, because they share one registry); decides whether a step has anything left to do',
  timing: { timeoutMs: 0, intervalMs: SECOND, consecutive: 1 },
  queries: (cluster, material) => {
    const managers = hostsOf(cluster, 'manager');
    const queries = managers.map((host) => ({
      host: host.name,
      probes: {
        managers: registry('managers', host, { cluster, material }),
        brokers: registry('brokers', host, { cluster, material }),
        databases: registry('databases', host, { cluster, material }),
      },
    }));
    return { queries, args: { managers: managers.map(({ name }) => name) } satisfies Args };
  },
  judge: (answers, args) => {
    const { managers, what = 'managers', node = '', present = true, besides } = args as Args;
    const answered = managers.flatMap((host) => {
      const nodes = listed(what, answers[host]?.[what]);
      return nodes ? [{ host, nodes, at: registeredBrokerAddress(answers[host]?.brokers, node) }] : [];
    });
    const [first] = answered;
    const hint = commandStep('status');
    if (!first) {
      const host = managers[0] ?? '';
      return verdictOf([bad(host, `no manager returned its list of ${what}`, { class: 'health', hint })]);
    }
    const is =
      first.nodes.includes(node) && (besides === undefined || first.at !== canonicalAddress(besides));
    const elsewhere = besides === undefined ? '' : ` at another address than ${besides}`;
    const line = `${is ? 'has' : 'does not have'} ${node} registered${elsewhere}`;
    return verdictOf([
      is === present ? good(first.host, line) : bad(first.host, line, { class: 'membership', hint }),
    ]);
  },
};

function listed(what: keyof typeof READERS, answer: Answer | undefined): readonly string[] | undefined {
  return READERS[what](answer);
}
