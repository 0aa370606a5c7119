import { switchDatabaseMaster } from '../commands/databases.ts';
import { knownRelease } from '../product/versions.ts';
import { hostsOf, type Host } from '../../../model/cluster.ts';
import type { Step } from '../../../model/plan/step.ts';
import type { PhaseInput } from '../../../phases/phase.ts';

/** Runs before a database stops: switches over if it is the leader. */
export function switchoverFrom({ phase, after }: PhaseInput, host: Host): Step {
  const others = hostsOf(after, 'database').filter(({ name }) => name !== host.name);
  const command = switchDatabaseMaster(knownRelease(after.version), { live: 'candidate', of: host.name });
  return {
    id: `${phase}/${host.name}/switchover`,
    title: `switch over if ${host.name} is the leader`,
    host: { anyOf: others.map(({ name }) => name) },
    action: { kind: 'run', command, unless: 'repeatable' },
  };
}
