import type { Host } from '../../../model/cluster.ts';
import { HOUR, MINUTE } from '../../../model/duration.ts';
import type { Lane } from '../../../model/plan/plan.ts';
import type { Service } from '../../../model/names.ts';
import type { MemberOperation, Step } from '../../../model/plan/step.ts';
import { installReceipt, JOB, RECEIPT } from '../../../model/stored-formats.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import { isJoining, type PhaseInput } from '../../../phases/phase.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { growQuorumQueues } from '../commands/brokers.ts';
import { enableMember, isEnabled, startMember } from '../commands/services.ts';
import { memberSettings } from '../config/settings.ts';
import { joinEtcd } from './join-etcd.ts';
import { installMarker } from '../paths.ts';
import { applySharedParameters } from './shared-parameters.ts';

/** How long a new standby may take to copy the leader's data. */
const COPYING = 6 * HOUR;
/** How long a broker may take to become a healthy member. */
const JOINING = 10 * MINUTE;

/** Returns the steps of each host that make it a member: those that `before` adds, the start, and the start at boot. */
export function installLanes(
  input: PhaseInput,
  service: Service,
  kindOf: (host: Host) => 'bootstrap' | 'join',
): Iterable<Lane> {
  return lanesOf(input, (host) => [
    start(input, service, { host, kind: kindOf(host) }),
    enable(service),
    ...(service === 'broker' && isJoining(input, host) ? [growQueues(input, host)] : []),
  ]);
}

function start(
  input: PhaseInput,
  service: Service,
  { host, kind }: { readonly host: Host; readonly kind: 'bootstrap' | 'join' },
): Draft {
  const { restart, fixed } = memberSettings(input, host);
  return {
    slug: 'install',
    title: `start the ${service}`,
    action: {
      kind: 'job',
      name: JOB.install(service),
      command: startMember(service),
      unless: { receipt: installReceipt(service), inputs: { ...restart, ...fixed } },
      marker: installMarker(service),
      ifMarkerExists: 'done',
      requires: 'reconfigure',
      repair: [],
    },
    operation: operationOf(service, host, kind),
    ...(service === 'database' && kind === 'join' ? { before: beforeJoining(input, host) } : {}),
  };
}

/** Without the shared parameters, the new database would start with former values, and its receipt would name the new ones. */
function beforeJoining(input: PhaseInput, host: Host): readonly Step[] {
  return [applySharedParameters(input, host), ...joinEtcd(input, host)];
}

function operationOf(service: Service, { name }: Host, kind: 'bootstrap' | 'join'): MemberOperation {
  const member = { service, member: name };
  if (kind === 'bootstrap') return { kind, ...member };
  return { kind, ...member, patienceMs: service === 'database' ? COPYING : JOINING };
}

/** Gives the new broker its copy of each quorum queue. */
function growQueues({ after, digest }: PhaseInput, host: Host): Draft {
  const node = brokerNodeName(after, host);
  return {
    slug: 'grow-queues',
    title: 'copy the quorum queues',
    action: {
      kind: 'run',
      command: growQuorumQueues(node),
      unless: { receipt: `${RECEIPT.brokerObjects}/queues`, inputs: { node: digest(node) } },
    },
  };
}

function enable(service: Service): Draft {
  return {
    slug: 'enable',
    title: `start the ${service} at boot`,
    action: { kind: 'run', command: enableMember(service), unless: { command: isEnabled(service) } },
  };
}
