import type { Answer } from '../../model/health/gate.ts';
import { canonicalAddress } from '../../model/address.ts';
import type { PatroniMember } from '../../model/health/membership.ts';
import { isFields, jsonOf, objectList, textOf, type Fields } from '../json.ts';

const ROLES: Readonly<Record<string, PatroniMember['role']>> = {
  leader: 'leader',
  master: 'leader',
  sync_standby: 'sync_standby',
  replica: 'replica',
};

/**
 * Reads `GET /cluster`: the members as one of them sees them. Without an etcd quorum, Patroni keeps returning 200 with
 * the last known state [measured]. It lists a killed member until its key expires (30 s). Returns undefined if the
 * answer has no members.
 */
export function patroniMembers(answer: Answer | undefined): readonly PatroniMember[] | undefined {
  const body = jsonOf(answer, 200);
  return isFields(body) ? objectList(body.members)?.map(patroniMember) : undefined;
}

/**
 * Reads `GET /patroni`: the time when the member's own PostgreSQL started. It is current, while `/cluster` has the state
 * of the last turn of Patroni's loop, up to ten seconds old (patroni/api.py, get_postgresql_status). Returns undefined if
 * PostgreSQL does not run or the answer has no such time.
 */
export function postgresStartTime(answer: Answer | undefined): string | undefined {
  const body = jsonOf(answer, 200);
  return isFields(body) ? textOf(body, 'postmaster_start_time') || undefined : undefined;
}

/** Reads `GET /patroni`: true if PostgreSQL runs without a changed parameter until it restarts. */
export function waitsForRestart(answer: Answer | undefined): boolean {
  const body = jsonOf(answer, 200);
  return isFields(body) && body.pending_restart === true;
}

/** `lag` is a number of bytes, `"unknown"`, or missing (always missing for the leader). */
function patroniMember(fields: Fields): PatroniMember {
  return {
    name: textOf(fields, 'name'),
    address: canonicalAddress(textOf(fields, 'host')),
    role: ROLES[textOf(fields, 'role')] ?? 'other',
    state: textOf(fields, 'state') || 'unknown',
    ...(typeof fields.lag === 'number' ? { lag: fields.lag } : {}),
  };
}
