import { hostsOf, type Host } from '../../../model/cluster.ts';
import type { Step } from '../../../model/plan/step.ts';
import { upHosts, type PhaseInput } from '../../../phases/phase.ts';
import { setSharedParameters } from '../commands/databases.ts';
import { allSharedParameters } from '../config/parameters.ts';

/** Runs before a database restarts: writes the shared parameters to etcd, where Patroni reads them when it starts. */
export function applySharedParameters(input: PhaseInput, host: Host): Step {
  const { phase, after } = input;
  return {
    id: `${phase}/${host.name}/shared-parameters`,
    title: 'write the parameters that all databases share to etcd',
    host: { anyOf: upHosts(input, hostsOf(after, 'database')).map(({ name }) => name) },
    action: {
      kind: 'run',
      command: setSharedParameters(after, allSharedParameters(after)),
      unless: 'repeatable',
    },
  };
}
