import { hostsOf, type Host } from '../../../model/cluster.ts';
import type { Step } from '../../../model/plan/step.ts';
import type { PhaseInput } from '../../../phases/phase.ts';
import { switchLeader } from '../commands/databases.ts';

/** Runs before a database stops: switches over if it is the leader. */
export function switchoverFrom({ phase, after }: PhaseInput, host: Host): Step {
  const others = hostsOf(after, 'database').filter(({ name }) => name !== host.name);
  const candidate = { live: 'candidate', of: host.name, as: 'name' } as const;
  return {
    id: `${phase}/${host.name}/switchover`,
    title: `switch over if ${host.name} is the leader`,
    host: { anyOf: others.map(({ name }) => name) },
    action: { kind: 'run', command: switchLeader(after, candidate), unless: 'repeatable' },
  };
}
