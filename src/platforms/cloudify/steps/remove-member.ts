import { removeService, startServices } from '../commands/services.ts';
import { isMember } from '../product/members.ts';
import { installMarker, PRODUCT_CONFIG } from '../product/paths.ts';
import { stagedFiles } from '../config/staged-files.ts';
import { knownRelease } from '../product/versions.ts';
import type { MemberToRemove } from '../../../model/change.ts';
import { hostsOf, type Host } from '../../../model/cluster.ts';
import type { Command } from '../../../model/host/command.ts';
import type { Lane } from '../../../model/plan/plan.ts';
import type { AbsolutePath, HostName, Service } from '../../../model/names.ts';
import type { FileSpec, Requirement, Step } from '../../../model/plan/step.ts';
import { removedMembers, upHosts, type PhaseInput } from '../../../phases/phase.ts';
import { JOB } from '../../../model/stored-formats.ts';

/** How a member of one service is taken out. */
export interface MemberRemoval {
  readonly service: Service;
  /** On the member itself: afterwards the others can take it out. */
  readonly stop: (host: Host) => Command;
  readonly requires: Requirement;
  /** Steps right before the stop, if the member will really stop. */
  readonly before?: (host: Host) => readonly Step[];
  /** On one that stays: takes the stopped member out of what the others list. */
  readonly takeOut: (host: Host) => Command;
}

/**
 * The lanes of the members that leave: stopped, taken out by one that stays, then what was installed is removed and
 * what Quorate knew of it forgotten. Of a host that is gone only the others' part.
 */
export function removalLanes(input: PhaseInput, departure: MemberRemoval): readonly Lane[] {
  const { service } = departure;
  const stay = upHosts(input, hostsOf(input.after, service))
    .filter((host) => isMember(input, host))
    .map(({ name }) => name);
  return removedMembers(input, service).map((member) => {
    const { host, state } = member;
    const others = stay.filter((name) => name !== host.name);
    const out = takeOut(input, member, { departure, others });
    if (state === 'lost') return { host: stay[0] ?? host.name, steps: [out] };
    const [stop, ...rest] = ownSteps(input, host, departure);
    return { host: host.name, steps: [...(stop ? [stop] : []), out, ...rest, ...cleared(input, host)] };
  });
}

function takeOut(
  { phase, after }: PhaseInput,
  { host, state }: MemberToRemove,
  { departure, others }: { departure: MemberRemoval; others: readonly HostName[] },
): Step {
  return {
    id: `${phase}/${host.name}/remove-member`,
    title: `take ${host.name} out of the ${departure.service} cluster`,
    host: { anyOf: others },
    action: { kind: 'run', command: departure.takeOut(host), unless: 'repeatable' },
    operation: {
      ...{ kind: 'remove', service: departure.service, member: host.name },
      target:
        state === 'lost'
          ? { state }
          : { state: 'stopped', startAgain: startServices(knownRelease(after.version)) },
    },
  };
}

function ownSteps({ phase, after }: PhaseInput, host: Host, departure: MemberRemoval): readonly Step[] {
  const { service, requires } = departure;
  const release = knownRelease(after.version);
  return [
    {
      id: `${phase}/${host.name}/stop`,
      title: `stop the ${service}`,
      host: host.name,
      action: { kind: 'run', command: departure.stop(host), unless: 'repeatable' },
      operation: { kind: 'stop-to-leave', service, member: host.name, requires },
      ...(departure.before ? { before: departure.before(host) } : {}),
    },
    {
      id: `${phase}/${host.name}/uninstall`,
      title: `remove the ${service} from its host`,
      host: host.name,
      action: {
        ...{ kind: 'job', name: JOB.remove(service), command: removeService(release), unless: 'repeatable' },
        ...{
          marker: installMarker(release, service),
          markerSays: 'to-do',
          requires: 'reconfigure',
          repair: [],
        },
      },
    },
  ];
}

/** What was put there for the product to read, passwords in it, and what Quorate knew. */
function cleared(input: PhaseInput, host: Host): readonly Step[] {
  const paths = stagedFiles(input.after, host, input.material).map(({ path }) => path);
  return cleanupSteps(input, host, { files: [PRODUCT_CONFIG, ...paths], folders: [PRODUCT_KEYS] });
}

/** Where the product keeps its copies of keys: removed, it puts a date before their names and leaves them there. */
const PRODUCT_KEYS: AbsolutePath = '/etc/cloudify/ssl';

/** The last steps on a host that leaves: these files and folders go, and it remembers nothing. */
export function cleanupSteps(
  { phase }: PhaseInput,
  host: Host,
  { files, folders }: { readonly files: readonly AbsolutePath[]; readonly folders: readonly AbsolutePath[] },
): readonly Step[] {
  const absent = (path: AbsolutePath): FileSpec => ({
    ...{ path, mode: 0o600, owner: 'root:root', want: 'absent', compare: 'content' },
  });
  return [
    {
      id: `${phase}/${host.name}/files`,
      title: 'remove its configuration and certificates',
      host: host.name,
      action: { kind: 'files', files: files.map(absent) },
    },
    {
      id: `${phase}/${host.name}/forget`,
      title: 'forget what was installed there',
      host: host.name,
      action: { kind: 'forget', folders },
    },
  ];
}
