import { hasQuorumAt, memberId, scheduleElections } from '../services/database.ts';
import { addDatabaseMember, removeDatabaseMember } from '../services/database-members.ts';
import type { DatabaseCluster, EtcdMember } from '../world/state.ts';
import type { ProgramContext, ProgramRun, ProgramUsages } from '../commands/usage.ts';

const LOGIN = '[--endpoints ENDPOINTS] [--cacert CA] [--cert CERT] [--key KEY]';

export const etcdctlUsages: ProgramUsages = {
  questions: {},
  actions: {
    [`${LOGIN} [--learner] [--peer-urls PEER] member add NAME`]: (context, { NAME = '', PEER = '' }) =>
      inCluster(context, (cluster) => add(context, cluster, { name: NAME, address: addressOf(PEER) })),
    // Snapshots are not simulated.
    [`${LOGIN} snapshot save FILE`]: (context) => inCluster(context, () => undefined),
    [`${LOGIN} member promote ID`]: (context, { ID = '' }) =>
      inCluster(context, (cluster) => promote(context, cluster, ID)),
    [`${LOGIN} member remove ID`]: (context, { ID = '' }) =>
      inCluster(context, (cluster) => remove(context, cluster, ID)),
  },
};

function* inCluster(
  { world, host, err }: ProgramContext,
  act: (cluster: DatabaseCluster) => string | undefined,
): ProgramRun {
  yield 200;
  const cluster = host.database?.cluster;
  const error =
    cluster && hasQuorumAt(world, host) ? act(cluster) : 'etcdserver: request timed out, no quorum';
  if (error) err(`Error: ${error}`);
  return error ? 1 : 0;
}

function add(
  { world, host }: ProgramContext,
  cluster: DatabaseCluster,
  member: Pick<EtcdMember, 'name' | 'address'>,
): string | undefined {
  if (cluster.members.some(({ address }) => address === member.address))
    return 'etcdserver: Peer URLs already exists';
  addDatabaseMember(world, cluster, { ...member, learner: true });
  world.record({ host: host.name, kind: 'effect', what: `learner ${member.name} added` });
  return undefined;
}

function promote({ world, host }: ProgramContext, cluster: DatabaseCluster, id: string): string | undefined {
  const member = byId(cluster, id);
  if (!member) return 'etcdserver: member not found';
  if (!member.learner) return 'etcdserver: can only promote a learner member';
  if (member.unstarted) return 'etcdserver: can only promote a learner member which is in sync with leader';
  cluster.members = cluster.members.map((one) =>
    one === member ? { name: one.name, address: one.address } : one,
  );
  world.record({ host: host.name, kind: 'effect', what: `learner ${member.name} promoted` });
  scheduleElections(world, cluster);
  return undefined;
}

function remove({ world, host }: ProgramContext, cluster: DatabaseCluster, id: string): string | undefined {
  const member = byId(cluster, id);
  if (!member) return 'etcdserver: member not found';
  removeDatabaseMember(world, cluster, member.address);
  world.record({ host: host.name, kind: 'effect', what: `database ${member.address} removed` });
  return undefined;
}

/** `etcdctl` prints and reads ids in hexadecimal digits. */
function byId({ members }: DatabaseCluster, id: string): EtcdMember | undefined {
  return members.find(({ address }) => BigInt(memberId(address)).toString(16) === id);
}

function addressOf(peer: string): string {
  return peer.replace(/^https:\/\/\[?/, '').replace(/\]?:2380$/, '');
}
