import type { Problem } from '../../errors/errors.ts';
import type { EpochMs } from '../../model/duration.ts';
import type { Recovery } from '../../model/health/recovery.ts';
import { printable } from '../../model/rendered.ts';
import { marginOf } from '../tables/margins.ts';
import type { HostStatus, Status } from '../tables/status.ts';

/** The result of one attempt to read all hosts. */
export interface Reading {
  readonly at: EpochMs;
  readonly status: Status;
  readonly services: readonly Pick<Recovery, 'service' | 'votes'>[];
  readonly unreachable: readonly Problem[];
}

/** A host in a view that is refreshed. */
export interface WatchedHost extends HostStatus {
  /** True if the host answered in the last reading. Otherwise, its other fields come from earlier readings. */
  readonly isCurrent: boolean;
  /** Time of the last reading in which the host answered; absent if it never has. */
  readonly answeredAt?: EpochMs;
  /** Why the host did not answer. */
  readonly why?: string;
}

/** A service with the number of members that it can lose now. */
interface WatchedService extends Pick<Recovery, 'service' | 'votes'> {
  /** Negative without a quorum. */
  readonly margin: number;
}

/** Everything that `watch` and `status --watch` show about the hosts. Plain data. */
export interface WatchView {
  readonly cluster: string;
  /** Time of the reading. */
  readonly at: EpochMs;
  readonly hosts: readonly WatchedHost[];
  readonly gates: Status['gates'];
  readonly services: readonly WatchedService[];
  readonly unreachable: readonly Problem[];
}

/** The view after a reading. A host that did not answer keeps the state that it last reported. Pure. */
export function nextView(before: WatchView | undefined, reading: Reading): WatchView {
  const { at, status, services, unreachable } = reading;
  return {
    cluster: status.cluster,
    at,
    hosts: status.hosts.map((host) => watchedHost(host, { before, unreachable, at })),
    gates: status.gates,
    services: services.map(({ service, votes }) => ({ service, votes, margin: marginOf(votes) })),
    unreachable,
  };
}

interface Known extends Pick<Reading, 'unreachable' | 'at'> {
  readonly before: WatchView | undefined;
}

function watchedHost(now: HostStatus, { before, unreachable, at }: Known): WatchedHost {
  const problem = unreachable.find(({ where }) => where === now.host);
  if (!problem && now.state !== 'no-answer') return { ...now, isCurrent: true, answeredAt: at };
  const last = before?.hosts.find(({ host }) => host === now.host);
  const why = printable(problem?.what ?? now.detail);
  return { ...(last ?? now), state: 'no-answer', isCurrent: false, why };
}
