import { RefusedError } from '../../errors/errors.ts';
import { isNamedLeader } from '../../membership/views/no-leader.ts';
import { leaderOf, switchoverCandidate } from '../../membership/candidate.ts';
import { hostNamed } from '../../model/cluster.ts';
import type { Command, Live } from '../../model/host/command.ts';
import type { ListedEtcdMember, Membership } from '../../model/health/membership.ts';
import { nodeOf } from '../../membership/proof/votes.ts';
import type { HostName } from '../../model/names.ts';
import type { At } from './attempt.ts';
import type { Run } from '../run.ts';
import { waitForAnswers } from '../read/wait-for-answers.ts';
import { commandStep } from '../../model/next-step.ts';

/**
 * Replaces the argument that is decided at run time: by the address, or the name, of the current candidate, by the name of
 * the leader, or by the name or id of a member of etcd. Returns undefined if there is nothing to do, because no database
 * leads, or the argument's host is not the leader or is in etcd's list already.
 * @throws RefusedError if there is no candidate, or if the members disagree or do not answer
 */
export async function resolveArguments(run: Run, at: At, command: Command): Promise<Command | undefined> {
  const live = command.args.find((word) => typeof word !== 'string');
  if (live === undefined) return command;
  const membership = await waitForAnswers(run, 'database');
  const word = await liveWord(run, membership, { live, at });
  if (word === undefined) return undefined;
  return { ...command, args: command.args.map((one) => (typeof one === 'string' ? one : word)) };
}

async function liveWord(
  run: Run,
  membership: Membership,
  { live, at }: { readonly live: Live; readonly at: At },
): Promise<string | undefined> {
  if (live.live === 'leader') return leaderOf(membership);
  return live.live === 'candidate'
    ? candidateWord(run, membership, { live, at })
    : memberWord(membership, { live, at });
}

type LiveCandidate = Extract<Live, { live: 'candidate' }>;
type LiveLeader = Extract<Live, { live: 'leader' }>;
type LiveMember = Exclude<Live, LiveCandidate | LiveLeader>;

async function candidateWord(
  run: Run,
  membership: Membership,
  { live, at }: { readonly live: LiveCandidate; readonly at: At },
): Promise<string | undefined> {
  const leader = leaderOf(membership);
  const isNamed = leader === undefined && isNamedLeader(membership, live.of);
  if (live.of !== 'leader' && live.of !== leader && !isNamed) return undefined;
  const next = leader === undefined ? undefined : switchoverCandidate(membership, leader);
  if (next === undefined) throw noCandidate(at, leader ?? 'the current leader');
  if (leader !== undefined && live.of === 'leader') await run.env.onSwitchover?.(leader);
  const { name, privateIp } = hostNamed(run.env.cluster, next);
  return live.as === 'name' ? name : privateIp;
}

function memberWord(
  membership: Membership,
  { live, at }: { readonly live: LiveMember; readonly at: At },
): string | undefined {
  const lists = etcdLists(membership);
  if (lists.length === 0) {
    const what = `no etcd member with a quorum lists the members, so nothing is done about ${live.of}`;
    throw new RefusedError([
      { where: at.host, what, next: commandStep('status', { purpose: 'bring etcd back first' }) },
    ]);
  }
  const node = nodeOf(membership, live.of);
  const entry = lists.flat().find(({ address }) => address === node);
  return etcdWord(live, entry);
}

function etcdWord({ live, of }: LiveMember, entry: ListedEtcdMember | undefined): string | undefined {
  switch (live) {
    case 'new-etcd-member':
      return entry ? undefined : of;
    case 'etcd-member':
      return entry?.id;
    case 'etcd-learner':
      return entry?.learner ? entry.id : undefined;
  }
}

/** The lists of the members whose etcd sees a quorum. */
function etcdLists({ views }: Membership): readonly (readonly ListedEtcdMember[])[] {
  return Object.values(views).flatMap((view) =>
    view.kind === 'database' && view.etcd.healthy ? [view.etcd.members] : [],
  );
}

function noCandidate({ host }: At, leader: HostName): RefusedError {
  const what = `no synchronous standby can replace ${leader} as leader`;
  return new RefusedError([
    { where: host, what, next: commandStep('status', { purpose: 'bring a standby back first' }) },
  ]);
}
