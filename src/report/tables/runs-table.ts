import { formatDuration } from '../../model/duration.ts';
import type { Ending } from '../../model/stored-formats.ts';
import type { Digest, HostName } from '../../model/names.ts';
import { columns } from '../text.ts';

/** One run against a cluster, as hosts and laptop remember it. */
export interface RunRow {
  readonly run: string;
  /** When it began, ms since the epoch. */
  readonly at: number;
  /** Absent where only this laptop knows of it: it changed no host. */
  readonly who?: string;
  readonly from?: string;
  readonly command: string;
  readonly inventory?: Digest;
  /** `unfinished`: nobody was told how it ended. It was killed, or it goes on. */
  readonly outcome: Ending | 'unfinished';
  readonly exitCode?: number;
  readonly ms?: number;
  /** The hosts that remember it. */
  readonly hosts: readonly HostName[];
  /** What it left on this laptop. */
  readonly folder?: string;
}

/** The runs, one line each. */
export function runsTable({ cluster, runs }: { cluster: string; runs: readonly RunRow[] }): string {
  if (runs.length === 0) return `${cluster}: no run yet`;
  const rows = runs.map((row) => [
    new Date(row.at).toISOString().slice(0, 19).replace('T', ' '),
    row.who === undefined ? 'from here' : `${row.who}@${row.from}`,
    row.command,
    row.outcome,
    row.exitCode === undefined ? '-' : String(row.exitCode),
    row.ms === undefined ? '-' : formatDuration(row.ms),
    row.inventory === undefined ? 'no host changed' : row.inventory.slice(0, 8),
  ]);
  return columns([['began (UTC)', 'who', 'command', 'outcome', 'exit', 'took', 'inventory'], ...rows]).join(
    '\n',
  );
}
