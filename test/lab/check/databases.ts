import type { LabHost } from '../hosts.ts';
import { type Answer, query, summaryOf } from './query.ts';
import { type Finding, finding, same } from './finding.ts';

/** Checks etcd through its HTTP interface: each member is healthy and lists the expected members. */
export async function checkEtcd(databases: readonly LabHost[], from: string): Promise<readonly Finding[]> {
  const url = (host: LabHost, path: string) => ({ url: `https://${host.address}:2379${path}` });
  const health = await query(
    from,
    databases.map((host) => url(host, '/health')),
  );
  const lists = await query(
    from,
    databases.map((host) => url(host, '/v2/members')),
  );
  return judgeEtcd(databases, health, lists);
}

export function judgeEtcd(
  databases: readonly LabHost[],
  health: readonly Answer[],
  lists: readonly Answer[],
): readonly Finding[] {
  const healthy = databases.filter(
    (_, i) => health[i]?.status === 200 && /"health":\s*"?true/.test(health[i].body),
  );
  const expected = databases.map((host) => host.address);
  const members = lists.map((answer) => etcdMembers(answer));
  return [
    finding(
      `etcd has ${databases.length} healthy members`,
      healthy.length === databases.length,
      databases.map((host, i) => `${host.name}: ${summaryOf(health[i])}`).join('; '),
    ),
    finding(
      'every etcd member lists exactly the database hosts',
      members.every((list) => list !== undefined && same(list, expected)),
      databases.map((host, i) => `${host.name}: ${members[i]?.join(' ') ?? summaryOf(lists[i])}`).join('; '),
    ),
  ];
}

function etcdMembers(answer: Answer): readonly string[] | undefined {
  if (answer.status !== 200) return undefined;
  const { members = [] } = JSON.parse(answer.body) as {
    members?: readonly { clientURLs?: readonly string[] }[];
  };
  return members.map((member) => new URL(member.clientURLs?.[0] ?? 'https://unstarted').hostname);
}

interface PatroniAnswer {
  readonly role?: string;
  readonly state?: string;
  readonly replication?: readonly {
    application_name?: string;
    client_addr?: string;
    state?: string;
    sync_state?: string;
  }[];
}

/** Checks Patroni through its REST interface. The leader's list of replicas is PostgreSQL's pg_stat_replication. */
export async function checkPatroni(databases: readonly LabHost[], from: string): Promise<readonly Finding[]> {
  const answers = await query(
    from,
    databases.map((host) => ({ url: `https://${host.address}:8008/patroni` })),
  );
  return judgePatroni(databases, answers);
}

export function judgePatroni(
  databases: readonly Pick<LabHost, 'name'>[],
  answers: readonly Pick<Answer, 'status' | 'body'>[],
): readonly Finding[] {
  const states = answers.map((answer) =>
    answer.body.startsWith('{') ? (JSON.parse(answer.body) as PatroniAnswer) : {},
  );
  const leaders = states.filter((state) => state.role === 'master' || state.role === 'primary');
  const replication = leaders[0]?.replication ?? [];
  const streaming = replication.filter((replica) => replica.state === 'streaming');
  const synchronous = streaming.filter(
    (replica) => replica.sync_state === 'sync' || replica.sync_state === 'quorum',
  );
  const seen = databases
    .map(
      (host, i) =>
        `${host.name}: ${states[i]?.role ? `${states[i].role} ${states[i].state}` : summaryOf(answers[i])}`,
    )
    .join('; ');
  const replicas =
    replication.map((r) => `${r.application_name} ${r.state} ${r.sync_state}`).join('; ') || 'no replica';
  const wanted = databases.length - 1;
  return [
    finding(
      'Patroni has one leader and every database runs',
      leaders.length === 1 && states.every((s) => s.state === 'running'),
      seen,
    ),
    finding(
      `the leader streams to ${wanted} replicas`,
      streaming.length === wanted && replication.length === wanted,
      replicas,
    ),
    finding('one replica is synchronous', synchronous.length === 1, replicas),
  ];
}
