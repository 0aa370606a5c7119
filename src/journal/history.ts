import type { RunEvent } from '../events/events.ts';
import type { HistoryEntry } from '../model/stored-formats.ts';
import type { HostName } from '../model/names.ts';
import type { RunRow } from '../report/tables/runs-table.ts';

type Histories = Readonly<Record<HostName, readonly HistoryEntry[]>>;

/** Returns the run that a directory on this machine records. Empty if the events do not contain `run.started`. */
export function localRun(directory: string, events: readonly RunEvent[]): readonly RunRow[] {
  const [first] = events;
  const started = events.find((event) => event.kind === 'run.started');
  if (!first || !started) return [];
  const last = events.at(-1);
  const end = last?.kind === 'run.finished' ? last : undefined;
  return [
    {
      ...{ run: first.run, at: first.at, command: started.command, hosts: [], directory },
      outcome: end?.outcome ?? 'unfinished',
      ...(end && { exitCode: end.exitCode, ms: end.ms }),
    },
  ];
}

/**
 * Lists every run once, newest first. The histories on the hosts take precedence, so that all workstations print the
 * same. Adds the directories of the runs of this machine, and its runs that no host has recorded.
 */
export function mergeRuns(histories: Histories, local: readonly RunRow[]): readonly RunRow[] {
  const recorded = recordedRuns(histories);
  const known = new Map(local.map((row) => [row.run, row]));
  const rows = recorded.map((row) => {
    const directory = known.get(row.run)?.directory;
    return { ...row, ...(directory !== undefined && { directory }) };
  });
  const others = local.filter(({ run }) => !recorded.some((row) => row.run === run));
  return [...rows, ...others].sort((a, b) => b.at - a.at);
}

function recordedRuns(histories: Histories): readonly RunRow[] {
  const entries = Object.entries(histories).flatMap(([host, of]) => of.map((entry) => ({ host, entry })));
  const runs = [...new Set(entries.map(({ entry }) => entry.run))];
  return runs.flatMap((run) => rowOf(entries.filter(({ entry }) => entry.run === run)));
}

function rowOf(
  records: readonly { readonly host: HostName; readonly entry: HistoryEntry }[],
): readonly RunRow[] {
  const [first] = records;
  if (!first) return [];
  const { run, who, from, command, inventory } = first.entry;
  const end = records.map(({ entry }) => entry).find(({ outcome }) => outcome !== 'started');
  return [
    {
      ...{ run, who, from, command, inventory },
      at: Math.min(...records.map(({ entry }) => entry.at)),
      hosts: [...new Set(records.map(({ host }) => host))],
      outcome: end === undefined || end.outcome === 'started' ? 'unfinished' : end.outcome,
      ...(end?.exitCode !== undefined && { exitCode: end.exitCode }),
      ...(end?.ms !== undefined && { ms: end.ms }),
    },
  ];
}
