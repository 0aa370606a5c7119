import type { MemberAnswers } from '../../model/health/gate.ts';
import type { DatabaseView, NoView } from '../../model/health/membership.ts';
import { etcdHealthy, etcdMembers } from '../etcd/answers.ts';
import { noView } from '../unusable-answer.ts';
import { patroniMembers, postgresStartTime } from './answers.ts';

/** Combines the answers of etcd and Patroni. If one gives no answer, the other is still used. */
export function databaseView({
  etcd,
  etcdMembers: list,
  patroni,
  postgres,
}: MemberAnswers): DatabaseView | NoView {
  const health = etcdHealthy(etcd);
  const members = etcdMembers(list);
  const seen = patroniMembers(patroni);
  const started = postgresStartTime(postgres);
  if (health === undefined && !members && !seen) return noView(etcd);
  return {
    kind: 'database',
    etcd: { healthy: health ?? false, members: members ?? [] },
    ...(seen ? { patroni: seen } : {}),
    ...(started === undefined ? {} : { started }),
  };
}
