import type { MemberToRemove } from '../model/change.ts';
import type { Host } from '../model/cluster.ts';
import type { Command } from '../model/host/command.ts';
import type { Lane } from '../model/plan/plan.ts';
import type { AbsolutePath, HostName, Service } from '../model/names.ts';
import type { Requirement, Step } from '../model/plan/step.ts';
import { JOB } from '../model/stored-formats.ts';
import { cleanupSteps } from './cleanup.ts';
import { keptMembersOf, removedMembers, upHosts, type PhaseInput } from './phase.ts';

/** The commands that remove a member of a service. */
export interface MemberRemoval {
  readonly service: Service;
  /** Runs on the member itself, before a remaining member removes it. */
  readonly stop: (host: Host) => Command;
  /** Runs on the stopped member: fails if the member still runs, although its units do not. */
  readonly proveStopped?: (host: Host) => Command;
  /** Starts a stopped member again on its own host, to keep it. */
  readonly startAgain: Command;
  readonly requires: Requirement;
  /** Steps right before the stop, if the member will really stop. */
  readonly before?: (host: Host) => readonly Step[];
  /** Steps right before a lost member is removed. */
  readonly beforeLost?: (host: Host) => readonly Step[];
  /** Runs on a remaining member: removes the stopped member from the cluster. */
  readonly remove: (host: Host) => Command;
  /** Runs on the removed member, which has the marker. */
  readonly uninstall: { readonly command: Command; readonly marker: AbsolutePath };
  /** Deleted on the removed member: configuration, passwords and keys, and the data that `uninstall` leaves. */
  readonly leftovers: (host: Host) => {
    readonly files: readonly AbsolutePath[];
    readonly directories: readonly AbsolutePath[];
  };
}

/**
 * Returns the steps of each member to remove: stop it, remove it through a remaining member, uninstall it, and delete
 * Quorate's receipts. A lost member has only the removal through a remaining member.
 */
export function removalLanes(input: PhaseInput, removal: MemberRemoval): Iterable<Lane> {
  const { service } = removal;
  const stay = upHosts(input, keptMembersOf(input, service)).map(({ name }) => name);
  return removedMembers(input, service).map((member) => {
    const { host, state } = member;
    const others = stay.filter((name) => name !== host.name);
    const out = removeThroughPeer(input, member, { removal, others });
    if (state === 'lost') return { host: stay[0] ?? host.name, steps: [out] };
    const cleanup = cleanupSteps(input, host, removal.leftovers(host));
    return {
      host: host.name,
      steps: [
        stop(input, host, removal),
        ...proveStopped(input, host, removal),
        out,
        ...[uninstall(input, host, removal), ...cleanup],
      ],
    };
  });
}

function removeThroughPeer(
  { phase }: PhaseInput,
  { host, state }: MemberToRemove,
  { removal, others }: { removal: MemberRemoval; others: readonly HostName[] },
): Step {
  return {
    id: `${phase}/${host.name}/remove-member`,
    title: `remove ${host.name} from the ${removal.service} cluster`,
    host: { anyOf: others },
    action: { kind: 'run', command: removal.remove(host), unless: 'repeatable' },
    operation: {
      ...{ kind: 'remove', service: removal.service, member: host.name },
      target: state === 'lost' ? { state } : { state: 'stopped', startAgain: removal.startAgain },
    },
    ...(state === 'lost' && removal.beforeLost ? { before: removal.beforeLost(host) } : {}),
  };
}

function stop({ phase }: PhaseInput, host: Host, removal: MemberRemoval): Step {
  const { service, requires } = removal;
  return {
    id: `${phase}/${host.name}/stop`,
    title: `stop the ${service}`,
    host: host.name,
    action: { kind: 'run', command: removal.stop(host), unless: 'repeatable' },
    operation: { kind: 'stop-to-leave', service, member: host.name, requires },
    ...(removal.before ? { before: removal.before(host) } : {}),
  };
}

function proveStopped({ phase }: PhaseInput, host: Host, removal: MemberRemoval): readonly Step[] {
  const command = removal.proveStopped?.(host);
  if (!command) return [];
  return [
    {
      id: `${phase}/${host.name}/prove-stopped`,
      title: `check that no process of the ${removal.service} is left`,
      host: host.name,
      action: { kind: 'run', command, unless: { command } },
    },
  ];
}

function uninstall({ phase }: PhaseInput, host: Host, removal: MemberRemoval): Step {
  const { service } = removal;
  const { command, marker } = removal.uninstall;
  return {
    id: `${phase}/${host.name}/uninstall`,
    title: `uninstall the ${service}`,
    host: host.name,
    action: {
      ...{ kind: 'job', name: JOB.remove(service), command, unless: 'repeatable' },
      ...{ marker, ifMarkerExists: 'to-do', requires: 'reconfigure', repair: [] },
    },
  };
}
