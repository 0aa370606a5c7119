import { removeDatabase, setMaster, stopServices } from '../cloudify/commands.ts';
import { knownRelease } from '../cloudify/versions.ts';
import { hostsOf, type Host } from '../model/cluster.ts';
import type { Step } from '../model/step.ts';
import { leavingLanes } from './leave.ts';
import type { Phase, PhaseInput } from './phase.ts';

/**
 * Takes a database out: a leader hands over to its synchronous standby first, etcd and Patroni stop, one that stays takes
 * it out of etcd and of Patroni's pg_hba, its host becomes bare.
 */
export const leaveDatabase: Phase = {
  title: 'take the database out',
  needs: [],
  follows: [],
  lanes: (input) => {
    const release = knownRelease(input.next.version);
    return leavingLanes(input, {
      service: 'database',
      stop: () => stopServices(release),
      before: (host) => [handOver(input, host)],
      takeOut: (host) => removeDatabase(release, host.privateIp),
    });
  },
};

/** Nothing to do where the host does not lead. */
export function handOver({ phase, next }: PhaseInput, host: Host): Step {
  const others = hostsOf(next, 'database').filter(({ name }) => name !== host.name);
  const command = setMaster(knownRelease(next.version), { live: 'successor', of: host.name });
  return {
    id: `${phase}/${host.name}/hand-over`,
    title: `hand the lead over, if ${host.name} has it`,
    host: { anyOf: others.map(({ name }) => name) },
    action: { kind: 'run', command, unless: 'repeatable' },
  };
}
