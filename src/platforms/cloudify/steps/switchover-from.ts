import { switchDatabaseMaster } from '../commands/databases.ts';
import { knownRelease } from '../product/versions.ts';
import { hostsOf, type Host } from '../../../model/cluster.ts';
import type { Step } from '../../../model/plan/step.ts';
import type { PhaseInput } from '../../../phases/phase.ts';

/** Before a database stops: it hands the lead over. Nothing to do where it does not lead. */
export function switchoverFrom({ phase, after }: PhaseInput, host: Host): Step {
  const others = hostsOf(after, 'database').filter(({ name }) => name !== host.name);
  const command = switchDatabaseMaster(knownRelease(after.version), { live: 'successor', of: host.name });
  return {
    id: `${phase}/${host.name}/switchover`,
    title: `hand the lead over, if ${host.name} has it`,
    host: { anyOf: others.map(({ name }) => name) },
    action: { kind: 'run', command, unless: 'repeatable' },
  };
}
