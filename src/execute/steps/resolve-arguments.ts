import { RefusedError } from '../../errors/errors.ts';
import { isNamedLeader } from '../../membership/views/no-leader.ts';
import { leaderOf, switchoverCandidate } from '../../membership/candidate.ts';
import { hostNamed } from '../../model/cluster.ts';
import type { Command } from '../../model/host/command.ts';
import type { HostName } from '../../model/names.ts';
import type { At } from './attempt.ts';
import type { Run } from '../run.ts';
import { waitForAnswers } from '../read/wait-for-answers.ts';
import { commandStep } from '../../model/next-step.ts';

/**
 * Replaces the argument that is decided at run time by the address of the current candidate. Returns undefined if there is
 * nothing to switch over, because the argument's host is not the leader.
 * @throws RefusedError if there is no candidate, or if the host may be the leader and the members disagree
 */
export async function resolveArguments(run: Run, at: At, command: Command): Promise<Command | undefined> {
  const live = command.args.find((word) => typeof word !== 'string');
  if (live === undefined) return command;
  const membership = await waitForAnswers(run, 'database');
  const leader = leaderOf(membership);
  const isNamed = leader === undefined && isNamedLeader(membership, live.of);
  if (live.of !== 'leader' && live.of !== leader && !isNamed) return undefined;
  const next = leader === undefined ? undefined : switchoverCandidate(membership, leader);
  if (next === undefined) throw noCandidate(at, leader ?? 'the current leader');
  if (leader !== undefined && live.of === 'leader') await run.env.onSwitchover?.(leader);
  const address = hostNamed(run.env.cluster, next).privateIp;
  return { ...command, args: command.args.map((word) => (typeof word === 'string' ? word : address)) };
}

function noCandidate({ host }: At, leader: HostName): RefusedError {
  const what = `no synchronous standby can replace ${leader} as leader`;
  return new RefusedError([
    { where: host, what, next: commandStep('status', { purpose: 'bring a standby back first' }) },
  ]);
}
