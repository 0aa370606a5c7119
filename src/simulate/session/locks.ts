import { Fenced } from '../../errors/errors.ts';
import { UnreadableDataError } from '../../errors/unreadable-data.ts';
import { parseLock } from '../../model/host/unreadable-record.ts';
import type { UnreadableRecord } from '../../model/host/unreadable-record.ts';
import { FORMAT } from '../../model/stored-formats.ts';
import type { HeldBy } from '../../transport/port.ts';
import type { Holder } from '../../model/stored-formats.ts';
import type { SimulatedConnection } from './connection.ts';
import type { HeldLock, SimulatedHost, World } from '../world/state.ts';

/** The host's own clock. */
export function hostNow(world: World, host: SimulatedHost): number {
  return world.now() + host.clockOffsetMs;
}

/**
 * Takes the lock when it is free, already this run's, or that of the run to be overtaken; this line's later changes
 * are fenced by its token either way.
 * @returns the holder that is in the way, or undefined when it was taken
 * @throws UnreadableDataError
 */
export function acquireLock(
  connection: SimulatedConnection,
  holder: Holder,
  overtake: string | undefined,
): HeldBy | undefined {
  const { world, host } = connection;
  const held = host.locks.get(holder.cluster);
  connection.fence = { cluster: holder.cluster, token: holder.token };
  if (held && held.holder.token !== holder.token && held.holder.token !== overtake) {
    const unreadable = unreadableLock(world, host, held);
    if (unreadable.length > 0) throw new UnreadableDataError({ [host.name]: unreadable });
    return lockHolder(world, host, held);
  }
  const now = hostNow(world, host);
  const acquiredAt = held?.holder.token === holder.token ? held.acquiredAt : now;
  host.locks.set(holder.cluster, { holder, acquiredAt, renewedAt: now });
  return undefined;
}

/** @throws Fenced when another run holds it by now */
export function renewLock(connection: SimulatedConnection): void {
  const held = checkFence(connection);
  if (held)
    connection.host.locks.set(held.holder.cluster, {
      ...held,
      renewedAt: hostNow(connection.world, connection.host),
    });
}

/** Gives back this line's own lock and never another's. */
export function releaseLock({ host, fence }: SimulatedConnection): void {
  if (fence && host.locks.get(fence.cluster)?.holder.token === fence.token) host.locks.delete(fence.cluster);
}

/**
 * What every changing script begins with: the token in the lock is ours. A line that never asked for a lock is free.
 * @throws Fenced
 */
export function checkFence({ host, fence }: SimulatedConnection): HeldLock | undefined {
  if (!fence) return undefined;
  const held = host.locks.get(fence.cluster);
  if (held?.holder.token === fence.token) return held;
  const holder = held ? `${held.holder.who} on ${held.holder.from}: ${held.holder.command}` : 'nobody';
  throw new Fenced(host.name, holder);
}

/** The lock, if it has another format. */
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
  return { ...holder, heldForMs: now - acquiredAt, silentForMs: now - renewedAt };
}
