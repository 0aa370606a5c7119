import type { Host } from '../../../model/cluster.ts';
import type { Step } from '../../../model/plan/step.ts';
import { keptMembersOf, upHosts, type PhaseInput } from '../../../phases/phase.ts';
import { setSharedParameters } from '../commands/databases.ts';
import { allSharedParameters } from '../config/parameters.ts';

/** Runs before a database restarts or joins: writes the shared parameters to etcd, where Patroni reads them. */
export function applySharedParameters(input: PhaseInput, host: Host): Step {
  const { phase, after } = input;
  // A database that joins has no configuration of a running etcd yet.
  const members = upHosts(input, keptMembersOf(input, 'database'));
  return {
    id: `${phase}/${host.name}/shared-parameters`,
    title: 'write the parameters that all databases share to etcd',
    host: { anyOf: members.map(({ name }) => name) },
    action: {
      kind: 'run',
      command: setSharedParameters(after, allSharedParameters(after)),
      unless: 'repeatable',
    },
  };
}
