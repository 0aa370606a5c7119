import { Fenced } from '../../errors/errors.ts';
import { readable } from './refuse-unreadable.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Lock, Session } from '../../transport/port.ts';
import type { Holder } from '../../model/stored-formats.ts';

/** A lock that was not renewed for this long, by its host's clock, is stale: another run may take it over. */
export const STALE_AFTER = 2 * MINUTE;
export const RENEW_EVERY = 30 * SECOND;

interface LastHeld {
  readonly holder: Holder;
  /** Boot id of the host when this run held the lock. Locks do not survive a reboot. */
  readonly bootId: string | undefined;
  /** Time since this run last acquired or renewed a lock on any host. */
  readonly notRenewedForMs: number;
}

/**
 * Re-acquires the lock that this run held before the connection was lost. Re-acquires a free lock only if the host has
 * rebooted and the last renewal is too recent for another run to have taken over. Otherwise a machine that slept through
 * another run could continue.
 * @throws Fenced
 */
export async function reacquireLock(
  session: Session,
  { holder, bootId, notRenewedForMs }: LastHeld,
): Promise<Lock> {
  const nothing = { files: [], paths: [], guards: [], disks: [], directories: [], names: [] };
  const survey = await session.survey({ cluster: holder.cluster, ...nothing });
  const { lock, facts } = readable(session.host, survey);
  const isJustRebooted = facts.bootId !== bootId && notRenewedForMs < STALE_AFTER - RENEW_EVERY;
  if (!lock && !isJustRebooted)
    throw new Fenced(
      session.host,
      'no run holds the lock: another run took it over and released it, or it was removed (unlock, reboot)',
    );
  const answer = await session.lock(holder, holder.token);
  if (answer.acquired) return answer.lock;
  const { who, from, command } = answer.by;
  throw new Fenced(session.host, `${who} on ${from}: ${command}`);
}
