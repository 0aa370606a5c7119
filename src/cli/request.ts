import { randomUUID } from 'node:crypto';
import { HOUR } from '../model/duration.ts';
import { forgetNote, readNote, writeNote, type Beside } from './note.ts';

/** After so long a request that was not finished is not what is meant any more. */
export const VALID = 24 * HOUR;

/** Which restarts are the same one. */
export interface Scope extends Beside {
  /** A role, or `all`. */
  readonly scope: string;
}

interface Wanted extends Scope {
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

/** The request that was left unfinished, or a new one, which nobody knows of yet. */
export async function openRequest(wanted: Wanted): Promise<Request> {
  const known = wanted.anew ? undefined : await readNote<Noted>(wanted, noteOf(wanted));
  if (known && wanted.now - known.begunAt < VALID) return { ...known, continues: true };
  return { id: randomUUID(), begunAt: wanted.now, continues: false };
}

type Noted = Omit<Request, 'continues'>;

/** From now on it can be gone on with: before anybody is restarted by it. */
export async function noteRequest(wanted: Scope, { id, begunAt }: Request): Promise<void> {
  await writeNote(wanted, noteOf(wanted), { id, begunAt } satisfies Noted);
}

/** It is done, or nothing came of it: the next one is another. */
export async function closeRequest(wanted: Scope): Promise<void> {
  await forgetNote(wanted, noteOf(wanted));
}

function noteOf({ scope }: Pick<Scope, 'scope'>): string {
  return `restart-${scope}`;
}

/** When it was begun, in words. */
export function inMinutes(begunAt: number): string {
  return `${new Date(begunAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
