import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Membership } from '../../model/health/membership.ts';
import { BROKER_PROBES, brokerFindings } from './broker-cluster.ts';
import { verdictOf } from '../findings.ts';
import type { Gate } from '../gate.ts';
import { queryMembers } from '../query-members.ts';
import type { GatePlatform } from '../gate-platform.ts';

type Args = { readonly expected: Membership['expected'] };

/**
 * Passes if the brokers of the inventory run as one cluster with mirrors in sync. Ignores the managers' registry, because
 * a broker is registered only once it runs, and unregistered only once it is removed.
 */
export const brokerMembers = (platform: GatePlatform): Gate => ({
  title: 'the brokers run as one cluster',
  ready:
    'every broker reports that all brokers of the inventory run, without partition or alarm and with mirrors in sync; what the managers have registered is not checked',
  timing: { timeoutMs: 5 * MINUTE, intervalMs: 5 * SECOND, consecutive: 2 },
  log: platform.installLog,
  queries: (cluster, material) =>
    cluster.sourcing.broker.kind === 'external'
      ? { queries: [], args: { expected: [] } satisfies Args }
      : queryMembers(platform, 'broker', BROKER_PROBES)(cluster, material),
  judge: (answers, args) => verdictOf(brokerFindings(answers, (args as Args).expected)),
});
