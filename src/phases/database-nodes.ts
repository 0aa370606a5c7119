import { addDatabaseToManager, removeDatabase, updateDatabaseNodes } from '../cloudify/commands.ts';
import { isMember } from '../cloudify/members.ts';
import { knownRelease } from '../cloudify/versions.ts';
import { hostsOf, type Host } from '../model/cluster.ts';
import type { Command } from '../model/command.ts';
import type { Lane } from '../model/plan.ts';
import { anyLane, lanesOf, type Draft } from './lane.ts';
import type { Phase, PhaseInput } from './phase.ts';

/**
 * Every manager keeps a list of databases of its own (cloudify-rest.conf): one after the other learns who has joined or
 * left, which restarts its REST service (pg.py, 1538), then one of them reads the list anew for all.
 */
export const databaseNodes: Phase = {
  title: 'tell the managers of the databases',
  needs: [],
  follows: [],
  lanes: (input) => [...lanesOf(input, (manager) => drafts(input, manager)), ...update(input)],
};

function drafts(input: PhaseInput, manager: Host): readonly Draft[] {
  const release = knownRelease(input.next.version);
  const left = input.leaving.flatMap(({ host }) => (host.role === 'database' ? [host] : []));
  const kept = (address: string) => joined.some(({ privateIp }) => privateIp === address);
  const joined = hostsOf(input.next, 'database').filter((host) => !isMember(input, host));
  const expected = hostsOf(input.next, 'database').map(({ privateIp }) => privateIp);
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
    title: present ? `make it use ${host.name}` : `make it use ${host.name} no more`,
    action: { kind: 'run', command, unless: { gate: 'databases-used', args } },
    touches: { service: 'manager', member: manager.name, effect: 'restart' },
  };
}

function update(input: PhaseInput): readonly Lane[] {
  if (!knownRelease(input.next.version).databaseNodesUpdate) return [];
  return anyLane(input, hostsOf(input.next, 'manager'), [
    {
      slug: 'update',
      title: 'read the list of databases anew',
      action: { kind: 'run', command: updateDatabaseNodes(), unless: 'repeatable' },
    },
  ]);
}
