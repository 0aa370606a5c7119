import { Fenced } from '../../errors/errors.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Lock, Session } from '../../transport/port.ts';
import type { Holder } from '../../model/stored-formats.ts';

/** Another run may take over a lock that was silent for this long, by its host's own clock. */
export const SILENT_LIMIT = 2 * MINUTE;
export const RENEW_EVERY = 30 * SECOND;

interface Before {
  readonly holder: Holder;
  /** The boot in which the lock was ours; a lock does not outlive its host's boot. */
  readonly bootId: string | undefined;
  /** Since a lock of this run was taken or renewed anywhere. */
  readonly silentForMs: number;
}

/**
 * Ties a new session to the lock that this run held before the connection was lost. A lock that is free is taken again
 * only where the host has restarted and nobody can have taken over meanwhile: a laptop that slept while another run
 * began, and ended, must not go on.
 * @throws Fenced
 */
export async function reacquireLock(
  session: Session,
  { holder, bootId, silentForMs }: Before,
): Promise<Lock> {
  const nothing = { files: [], paths: [], guards: [], disks: [], names: [] };
  const { lock, facts } = await session.survey({ cluster: holder.cluster, ...nothing });
  const restarted = facts.bootId !== bootId && silentForMs < SILENT_LIMIT - RENEW_EVERY;
  if (!lock && !restarted)
    throw new Fenced(session.host, 'nobody any more: it was taken over and given back');
  const answer = await session.lock(holder, holder.token);
  if (answer.taken) return answer.lock;
  const { who, from, command } = answer.by;
  throw new Fenced(session.host, `${who} on ${from}: ${command}`);
}
