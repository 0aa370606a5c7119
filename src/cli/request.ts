import { randomUUID } from 'node:crypto';
import { HOUR } from '../model/duration.ts';
import { forgetNote, readNote, writeNote, type Beside } from './note.ts';

/** After so long a restart that was not finished is not what is meant any more. */
const VALID = 24 * HOUR;

interface Wanted extends Beside {
  /** A role, or `all`. */
  readonly scope: string;
  /** Not the one that was left unfinished. */
  readonly anew: boolean;
  /** ms since the epoch */
  readonly now: number;
}

/** One request to restart: the same until it is done, so that a run that was killed can be gone on with. */
export interface Request {
  readonly id: string;
  /** ms since the epoch */
  readonly begunAt: number;
  readonly continues: boolean;
}

/** The request that was left unfinished, or a new one, which is noted beside the inventory. */
export async function openRequest(wanted: Wanted): Promise<Request> {
  const known = wanted.anew ? undefined : await readNote<Omit<Request, 'continues'>>(wanted, noteOf(wanted));
  if (known && wanted.now - known.begunAt < VALID) return { ...known, continues: true };
  const request = { id: randomUUID(), begunAt: wanted.now };
  await writeNote(wanted, noteOf(wanted), request);
  return { ...request, continues: false };
}

/** It is done: the next one is another. */
export async function closeRequest(wanted: Pick<Wanted, 'inventory' | 'cluster' | 'scope'>): Promise<void> {
  await forgetNote(wanted, noteOf(wanted));
}

function noteOf({ scope }: Pick<Wanted, 'scope'>): string {
  return `restart-${scope}`;
}
