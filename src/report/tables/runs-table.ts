import { formatDuration } from '../../model/duration.ts';
import { FORMAT } from '../../model/stored-formats.ts';
import type { Ending } from '../../model/stored-formats.ts';
import type { Digest, HostName } from '../../model/names.ts';
import type { EpochMs } from '../../model/duration.ts';
import { columns, count, timeText } from '../text.ts';

/** A run against a cluster, as recorded on the hosts and on this machine. */
export interface RunRow {
  readonly run: string;
  /** Start time. */
  readonly at: EpochMs;
  /** Absent if only this machine has a record of the run: the run changed no host. */
  readonly who?: string;
  readonly from?: string;
  readonly command: string;
  readonly inventory?: Digest;
  /** `unfinished`: no end is recorded. The run was killed, or it continues. */
  readonly outcome: Ending | 'unfinished';
  readonly exitCode?: number;
  readonly ms?: number;
  /** Hosts with a record of the run. */
  readonly hosts: readonly HostName[];
  /** Directory of the run on this machine. */
  readonly directory?: string;
}

/** Number of records that this version cannot read, because they have another format. */
interface NotShown {
  readonly historyEntries: number;
  readonly runDirectories: number;
}

interface Runs {
  readonly cluster: string;
  readonly runs: readonly RunRow[];
  /** Runs of `rehearse`, newest first. */
  readonly rehearsals: readonly RunRow[];
  readonly notShown: NotShown;
}

/** One line per run, then one per rehearsal, then the number of records that are not shown. */
export function runsTable({ cluster, runs, rehearsals, notShown }: Runs): string {
  const table = runs.length === 0 ? `${cluster}: no run yet` : tableOf(runs);
  return [table, ...rehearsalLines(rehearsals), ...notShownLines(notShown)].join('\n');
}

function rehearsalLines(rehearsals: readonly RunRow[]): readonly string[] {
  if (rehearsals.length === 0) return [];
  const rows = rehearsals.map((row) => [timeText(row.at), row.command, ...endOf(row)]);
  return [
    '',
    'Rehearsals on simulated hosts:',
    ...columns([['started (UTC)', 'command', 'outcome', 'exit', 'simulated time'], ...rows]),
  ];
}

function notShownLines({ historyEntries, runDirectories }: NotShown): readonly string[] {
  if (historyEntries + runDirectories === 0) return [];
  const records = [
    ...(historyEntries > 0
      ? [count(historyEntries, 'history entry on a host', 'history entries on hosts')]
      : []),
    ...(runDirectories > 0 ? [count(runDirectories, 'run directory', 'run directories')] : []),
  ];
  return [`not shown: ${records.join(' and ')} in another format (this Quorate reads format ${FORMAT})`];
}

function tableOf(runs: readonly RunRow[]): string {
  const rows = runs.map((row) => [
    timeText(row.at),
    row.who === undefined ? 'from here' : `${row.who}@${row.from}`,
    row.command,
    ...endOf(row),
    row.inventory === undefined ? 'no host changed' : row.inventory.slice(0, 8),
  ]);
  return columns([['started (UTC)', 'who', 'command', 'outcome', 'exit', 'took', 'inventory'], ...rows]).join(
    '\n',
  );
}

/** Outcome, exit code and duration. */
function endOf({ outcome, exitCode, ms }: RunRow): readonly string[] {
  return [
    outcome,
    exitCode === undefined ? '-' : String(exitCode),
    ms === undefined ? '-' : formatDuration(ms),
  ];
}
