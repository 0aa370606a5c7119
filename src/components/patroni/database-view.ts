import type { MemberAnswers } from '../../model/health/gate.ts';
import type { DatabaseView, NoView } from '../../model/health/membership.ts';
import { etcdAlarms, etcdHealthy, etcdMembers } from '../etcd/answers.ts';
import { noView } from '../unusable-answer.ts';
import { patroniMembers, postgresStartTime, waitsForRestart } from './answers.ts';

/** Combines the answers of etcd and Patroni. If one gives no answer, the other is still used. */
export function databaseView({
  etcd,
  etcdMembers: list,
  etcdStatus,
  patroni,
  postgres,
}: MemberAnswers): DatabaseView | NoView {
  const health = etcdHealthy(etcd);
  const members = etcdMembers(list);
  const alarms = [...new Set(etcdAlarms(etcdStatus).map(({ alarm }) => alarm))];
  const seen = patroniMembers(patroni);
  const started = postgresStartTime(postgres);
  if (health === undefined && !members && !seen) return noView(etcd);
  return {
    kind: 'database',
    etcd: {
      ...{ healthy: health ?? false, members: members ?? [] },
      ...(alarms.length > 0 && { alarms }),
    },
    ...(seen ? { patroni: seen } : {}),
    ...(started === undefined ? {} : { started }),
    ...(waitsForRestart(postgres) ? { pendingRestart: true as const } : {}),
  };
}
