import type { Membership } from '../../../../src/model/health/membership.ts';
import type { HostName, Service } from '../../../../src/model/names.ts';
import type { MemberOperation } from '../../../../src/model/plan/step.ts';
import type { Script } from '../../../support/scripted/run.ts';
import { brokers, databases } from '../../membership/build.ts';

export const threeDatabases = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });
export const switchedOver = databases({ db1: 'sync', db2: 'leader', db3: 'replica' });
export const noLeader = databases({ db1: 'replica', db2: 'sync', db3: 'replica' });

export const threeBrokers = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' });
/** rabbit3 is stopped and still a member. */
export const stopped = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'unreachable' });
/** rabbit3 is stopped and no member any more. */
export const removed = unlisted(brokers({ rabbit1: 'running', rabbit2: 'running' }), 'rabbit3');

function unlisted(membership: Membership, host: HostName): Membership {
  const expected = [...membership.expected, { host, node: host, standing: 'member' as const }];
  const views = { ...membership.views, [host]: { kind: 'no-answer', cause: 'refused', text: '' } as const };
  return { ...membership, expected, views };
}

/** The databases, of which one reports the start time of its PostgreSQL. */
export function startedAt(membership: Membership, host: HostName, started: string): Membership {
  const view = membership.views[host];
  if (view?.kind !== 'database') throw new Error(host);
  return { ...membership, views: { ...membership.views, [host]: { ...view, started } } };
}

/** Members that change their reports 3 s after the start. */
export const changingTo = (first: Membership, then: Membership): Script => ({
  reports: (ms) => [ms < 3_000 ? first : then],
});

export function joinWithin(patienceMs: number, member: HostName): MemberOperation {
  return { kind: 'join', service: 'broker', member, patienceMs };
}

export function reinit(member: HostName): MemberOperation {
  return { kind: 'reinit', service: 'database', member, patienceMs: 60_000 };
}

export function undoInstall(part: 'stop' | 'forget', service: Service, member: HostName): MemberOperation {
  return { kind: 'undo-install', service, member, part };
}

export function switchoverTo(to: HostName): MemberOperation {
  return { kind: 'switchover', service: 'database', member: to, to: { host: to } };
}
