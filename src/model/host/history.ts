import { FORMAT } from '../stored-formats.ts';
import type { HistoryEntry } from '../stored-formats.ts';

/** Parses a host's history file, oldest entry first. Skips truncated lines and lines in another format. */
export function readHistory(text: string): readonly HistoryEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const entry = JSON.parse(line) as Partial<HistoryEntry> | null;
      return entry?.v === FORMAT ? [entry as HistoryEntry] : [];
    } catch {
      return [];
    }
  });
}
