import { Fenced } from '../../errors/errors.ts';
import { UnreadableDataError } from '../../errors/unreadable-data.ts';
import { parseLock } from '../../model/host/unreadable-record.ts';
import type { UnreadableRecord } from '../../model/host/unreadable-record.ts';
import { FORMAT } from '../../model/stored-formats.ts';
import type { HeldBy } from '../../transport/port.ts';
import type { Holder } from '../../model/stored-formats.ts';
import type { SimulatedConnection } from './connection.ts';
import type { HeldLock, SimulatedHost, World } from '../world/state.ts';

export function hostNow(world: World, host: SimulatedHost): number {
  return world.now() + host.clockOffsetMs;
}

/**
 * Acquires the lock if it is free, already held by this run, or held by the run to take over from. In any case, later
 * changes on this connection require that the lock has the token of `holder`.
 * @returns the current holder, or undefined if the lock was acquired
 * @throws UnreadableDataError if the lock has another format
 */
export function acquireLock(
  connection: SimulatedConnection,
  holder: Holder,
  takeOver: string | undefined,
): HeldBy | undefined {
  const { world, host } = connection;
  const held = host.locks.get(holder.cluster);
  connection.fence = { cluster: holder.cluster, token: holder.token };
  if (held && held.holder.token !== holder.token && held.holder.token !== takeOver) {
    const unreadable = unreadableLock(world, host, held);
    if (unreadable.length > 0) throw new UnreadableDataError({ [host.name]: unreadable });
    return lockHolder(world, host, held);
  }
  const now = hostNow(world, host);
  const acquiredAt = held?.holder.token === holder.token ? held.acquiredAt : now;
  host.locks.set(holder.cluster, { holder, acquiredAt, renewedAt: now });
  return undefined;
}

/** @throws Fenced if this run no longer holds the lock */
export function renewLock(connection: SimulatedConnection): void {
  const held = checkFence(connection);
  if (held)
    connection.host.locks.set(held.holder.cluster, {
      ...held,
      renewedAt: hostNow(connection.world, connection.host),
    });
}

/** Releases the lock only if this connection holds it. */
export function releaseLock({ host, fence }: SimulatedConnection): void {
  if (fence && host.locks.get(fence.cluster)?.holder.token === fence.token) host.locks.delete(fence.cluster);
}

/**
 * Fencing check at the start of each script that changes something: the lock must have this connection's token. Passes
 * if the connection never requested a lock.
 * @throws Fenced
 */
export function checkFence({ host, fence }: SimulatedConnection): HeldLock | undefined {
  if (!fence) return undefined;
  const held = host.locks.get(fence.cluster);
  if (held?.holder.token === fence.token) return held;
  const holder = held ? `${held.holder.who} on ${held.holder.from}: ${held.holder.command}` : 'no run';
  throw new Fenced(host.name, holder);
}

/** Returns a description of the lock if it has another format; otherwise an empty list. */
export function unreadableLock(
  world: World,
  host: SimulatedHost,
  { holder, acquiredAt, renewedAt, format = FORMAT }: HeldLock,
): readonly UnreadableRecord[] {
  const text = `${format} ${holder.token} ${acquiredAt}\n${JSON.stringify(holder)}\n`;
  const reading = parseLock(holder.cluster, text, hostNow(world, host) - renewedAt);
  return 'unreadable' in reading ? [reading.unreadable] : [];
}

export function lockHolder(
  world: World,
  host: SimulatedHost,
  { holder, acquiredAt, renewedAt }: HeldLock,
): HeldBy {
  const now = hostNow(world, host);
  return { ...holder, heldForMs: now - acquiredAt, notRenewedForMs: now - renewedAt };
}
