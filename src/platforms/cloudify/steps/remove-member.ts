import { removeService, startServices } from '../commands/services.ts';
import { installMarker, PRODUCT_CONFIG } from '../product/paths.ts';
import { stagedFiles } from '../config/staged-files.ts';
import { knownRelease } from '../product/versions.ts';
import type { MemberToRemove } from '../../../model/change.ts';
import type { Host } from '../../../model/cluster.ts';
import type { Command } from '../../../model/host/command.ts';
import type { Lane } from '../../../model/plan/plan.ts';
import type { AbsolutePath, HostName, Service } from '../../../model/names.ts';
import type { Requirement, Step } from '../../../model/plan/step.ts';
import { cleanupSteps } from '../../../phases/cleanup.ts';
import { keptMembersOf, removedMembers, upHosts, type PhaseInput } from '../../../phases/phase.ts';
import { JOB } from '../../../model/stored-formats.ts';

/** The commands that remove a member of a service. */
interface MemberRemoval {
  readonly service: Service;
  /** Runs on the member itself, before a remaining member removes it. */
  readonly stop: (host: Host) => Command;
  readonly requires: Requirement;
  /** Steps right before the stop, if the member will really stop. */
  readonly before?: (host: Host) => readonly Step[];
  /** Runs on a remaining member: removes the stopped member from the cluster. */
  readonly remove: (host: Host) => Command;
}

/**
 * Returns the steps of each member to remove: stop it, remove it through a remaining member, uninstall it, and delete
 * Quorate's receipts. A lost member has only the removal through a remaining member.
 */
export function removalLanes(input: PhaseInput, removal: MemberRemoval): readonly Lane[] {
  const { service } = removal;
  const stay = upHosts(input, keptMembersOf(input, service)).map(({ name }) => name);
  return removedMembers(input, service).map((member) => {
    const { host, state } = member;
    const others = stay.filter((name) => name !== host.name);
    const out = removeThroughPeer(input, member, { removal, others });
    if (state === 'lost') return { host: stay[0] ?? host.name, steps: [out] };
    const [stop, ...rest] = ownSteps(input, host, removal);
    return { host: host.name, steps: [...(stop ? [stop] : []), out, ...rest, ...cleanHost(input, host)] };
  });
}

function removeThroughPeer(
  { phase, after }: PhaseInput,
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
      target:
        state === 'lost'
          ? { state }
          : { state: 'stopped', startAgain: startServices(knownRelease(after.version)) },
    },
  };
}

function ownSteps({ phase, after }: PhaseInput, host: Host, removal: MemberRemoval): readonly Step[] {
  const { service, requires } = removal;
  const release = knownRelease(after.version);
  return [
    {
      id: `${phase}/${host.name}/stop`,
      title: `stop the ${service}`,
      host: host.name,
      action: { kind: 'run', command: removal.stop(host), unless: 'repeatable' },
      operation: { kind: 'stop-to-leave', service, member: host.name, requires },
      ...(removal.before ? { before: removal.before(host) } : {}),
    },
    {
      id: `${phase}/${host.name}/uninstall`,
      title: `uninstall the ${service}`,
      host: host.name,
      action: {
        ...{ kind: 'job', name: JOB.remove(service), command: removeService(release), unless: 'repeatable' },
        ...{
          marker: installMarker(release, service),
          ifMarkerExists: 'to-do',
          requires: 'reconfigure',
          repair: [],
        },
      },
    },
  ];
}

/**
 * Deletes config.yaml and the staged files, which contain passwords and keys; the product's copies of the keys; and
 * Quorate's receipts.
 */
function cleanHost(input: PhaseInput, host: Host): readonly Step[] {
  const paths = stagedFiles(input.after, host, input.material).map(({ path }) => path);
  return cleanupSteps(input, host, { files: [PRODUCT_CONFIG, ...paths], directories: [PRODUCT_KEYS] });
}

/**
 * The directory with the product's copies of the keys. The product's uninstaller only renames the files, with a date.
 */
const PRODUCT_KEYS: AbsolutePath = '/etc/cloudify/ssl';
