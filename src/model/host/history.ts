import type { AbsolutePath, Digest } from '../names.ts';

/** Where each host keeps what was run against it; only who holds the lock writes there. */
export const HISTORY: AbsolutePath = '/var/lib/quorate/history.ndjson';
/** Older entries go. */
export const HISTORY_KEPT = 500;

/** One line of a host's history, format 1; a run that changes hosts leaves one when it begins and one when it ends. */
export interface HistoryEntry {
  readonly v: 1;
  readonly run: string;
  readonly who: string;
  readonly from: string;
  readonly command: string;
  /** Keyed, of the inventory's text: whether it was the same one as another time. */
  readonly inventory: Digest;
  readonly outcome: 'begun' | Ending;
  /** Unless it has only begun: what the process exited with, and how long it took. */
  readonly exitCode?: number;
  readonly ms?: number;
  /** ms since the epoch, by the host that was told. */
  readonly at: number;
}

export type Ending = 'done' | 'failed' | 'interrupted';

/** The entries of a host's file, the oldest first; lines of a newer format, or cut off at their beginning, are left out. */
export function readHistory(text: string): readonly HistoryEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const entry = JSON.parse(line) as Partial<HistoryEntry> | null;
      return entry?.v === 1 ? [entry as HistoryEntry] : [];
    } catch {
      return [];
    }
  });
}
