import type { Host } from '../../../model/cluster.ts';
import type { Step } from '../../../model/plan/step.ts';
import { keptMembersOf, upHosts, type Phase, type PhaseInput } from '../../../phases/phase.ts';
import { removalLanes } from '../../../phases/removal.ts';
import { noPostmaster } from '../commands/databases.ts';
import { removeEtcdMember, saveSnapshot } from '../commands/etcd.ts';
import { stopMember } from '../commands/services.ts';
import { memberRemoval } from '../steps/remove-member.ts';
import { switchoverFrom } from '../steps/switchover-from.ts';

/**
 * Removes a database: a leader steps down for a synchronous standby first, Patroni and etcd stop, a remaining database
 * removes it from etcd, and its data is deleted.
 */
export const removeDatabasePhase: Phase = {
  title: 'remove the database',
  needs: [],
  follows: [],
  lanes: (input) =>
    removalLanes(input, {
      ...memberRemoval(input, 'database'),
      stop: () => stopMember('database'),
      proveStopped: () => noPostmaster(input.before.version.major),
      requires: 'switchover-done',
      before: (host) => [switchoverFrom(input, host), snapshot(input, host)],
      beforeLost: (host) => [snapshot(input, host)],
      remove: ({ name }) => removeEtcdMember(name),
    }),
};

function snapshot(input: PhaseInput, host: Host): Step {
  const others = upHosts(input, keptMembersOf(input, 'database')).map(({ name }) => name);
  return {
    id: `${input.phase}/${host.name}/snapshot`,
    title: `save the data of etcd before ${host.name} leaves`,
    host: { anyOf: others.filter((name) => name !== host.name) },
    action: { kind: 'run', command: saveSnapshot(`before-remove-${host.name}`), unless: 'repeatable' },
  };
}
