import type { Recovery } from '../../model/health/recovery.ts';
import { count } from '../text.ts';

type Counted = Pick<Recovery, 'service' | 'votes'>;

/** Members that a service can lose now; negative without a quorum. One manager is enough: managers have no quorum. */
export function marginOf({ available, quorum = 1 }: Recovery['votes']): number {
  return available - quorum;
}

/** `can lose 1 database, 1 broker, 2 managers`, and the services that have too few members. */
export function marginText(services: readonly Counted[]): string {
  const rated = services.map(({ service, votes }) => ({ service, votes, margin: marginOf(votes) }));
  const enough = rated.filter(({ margin }) => margin >= 0);
  const short = rated.filter(({ margin }) => margin < 0);
  return [
    ...(enough.length > 0
      ? [`can lose ${enough.map(({ service, margin }) => count(margin, service)).join(', ')}`]
      : []),
    ...short.map(
      ({ service, votes: { available, members, quorum = 1 } }) =>
        `too few ${service}s: ${available} of ${members} healthy, ${quorum} needed`,
    ),
  ].join('; ');
}
