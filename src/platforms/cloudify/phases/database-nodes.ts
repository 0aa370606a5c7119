import { addDatabaseToManager, removeDatabase, updateDatabaseNodes } from '../commands/databases.ts';
import { knownRelease } from '../product/versions.ts';
import { hostsOf, type Host } from '../../../model/cluster.ts';
import type { Command } from '../../../model/host/command.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import { isJoining, removedMembers, type Phase, type PhaseInput } from '../../../phases/phase.ts';
import { RECEIPT, SETTING } from '../../../model/stored-formats.ts';

/**
 * Updates the list of databases that each manager keeps (cloudify-rest.conf), one manager at a time, because the update
 * restarts the manager's REST service (pg.py, 1538). Then makes the managers read their lists.
 */
export const databaseNodes: Phase = {
  title: 'update the databases that the managers use',
  needs: [],
  follows: [],
  lanes: (input) => lanesOf(input, (manager) => [...drafts(input, manager), ...update(input)]),
};

function drafts(input: PhaseInput, manager: Host): readonly Draft[] {
  const release = knownRelease(input.after.version);
  const left = removedMembers(input, 'database').map(({ host }) => host);
  const kept = (address: string) => joined.some(({ privateIp }) => privateIp === address);
  const joined = hostsOf(input.after, 'database').filter((host) => isJoining(input, host));
  const expected = hostsOf(input.after, 'database').map(({ privateIp }) => privateIp);
  return [
    ...left
      .filter(({ privateIp }) => !kept(privateIp))
      .map((host) =>
        draft(manager, host, { command: removeDatabase(release, host.privateIp), present: false, expected }),
      ),
    ...joined.map((host) =>
      draft(manager, host, {
        ...{ command: addDatabaseToManager(release, host.privateIp), present: true, expected },
      }),
    ),
  ];
}

function draft(
  manager: Host,
  host: Host,
  { command, ...used }: { command: Command; present: boolean; expected: readonly string[] },
): Draft {
  const { present } = used;
  const args = { host: manager.name, node: host.privateIp, ...used };
  return {
    slug: `${present ? 'add' : 'remove'}-${host.name}`,
    title: present
      ? `add ${host.name} to this manager's list of databases`
      : `remove ${host.name} from this manager's list of databases`,
    action: { kind: 'run', command, unless: { gate: 'databases-used', args } },
    operation: { kind: 'restart', service: 'manager', member: manager.name, requires: 'nothing' },
  };
}

/**
 * The product does not report whether managers have read a changed list, so each manager has a receipt of the list with
 * which it ran the command. On the last manager, the command runs after the lists of all managers have changed.
 */
function update({ after, digest }: PhaseInput): readonly Draft[] {
  if (!knownRelease(after.version).databaseNodesUpdate) return [];
  const databases = hostsOf(after, 'database').map(({ privateIp }) => privateIp);
  return [
    {
      slug: 'update',
      title: 'make the managers read their new list of databases',
      action: {
        kind: 'run',
        command: updateDatabaseNodes(),
        unless: { receipt: RECEIPT.databaseNodes, inputs: { [SETTING.databases]: digest(databases) } },
      },
    },
  ];
}
