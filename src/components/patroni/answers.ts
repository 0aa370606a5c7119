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
 * `GET /cluster`: the members as this one sees them. Without a quorum in etcd Patroni goes on answering 200 with what
 * it saw last [measured], and lists a member that was killed until its key expires: half a minute.
 * undefined: it did not say.
 */
export function patroniMembers(answer: Answer | undefined): readonly PatroniMember[] | undefined {
  const said = jsonOf(answer, 200);
  return isFields(said) ? objectList(said.members)?.map(patroniMember) : undefined;
}

/**
 * `GET /patroni`: what a member knows of its own PostgreSQL at this moment, when `/cluster` may tell what it was at the
 * last turn of Patroni's loop, ten seconds ago (patroni/api.py, get_postgresql_status). The time it was started, as a
 * text; undefined: it does not run, or nobody said.
 */
export function postgresStartTime(answer: Answer | undefined): string | undefined {
  const said = jsonOf(answer, 200);
  return isFields(said) ? textOf(said, 'postmaster_start_time') || undefined : undefined;
}

/** `lag` is a number of bytes, `"unknown"`, or missing (always so for the leader). */
function patroniMember(fields: Fields): PatroniMember {
  return {
    name: textOf(fields, 'name'),
    address: canonicalAddress(textOf(fields, 'host')),
    role: ROLES[textOf(fields, 'role')] ?? 'other',
    state: textOf(fields, 'state') || 'unknown',
    ...(typeof fields.lag === 'number' ? { lag: fields.lag } : {}),
  };
}
