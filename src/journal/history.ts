import type { RunEvent } from '../events/events.ts';
import type { HistoryEntry } from '../model/stored-formats.ts';
import type { HostName } from '../model/names.ts';
import type { RunRow } from '../report/tables/runs-table.ts';

type Histories = Readonly<Record<HostName, readonly HistoryEntry[]>>;

/** Reads a run from its directory on this machine. Empty if the directory has no events. */
export function localRun(folder: string, events: readonly RunEvent[]): readonly RunRow[] {
  const [first] = events;
  const started = events.find((event) => event.kind === 'run.started');
  if (!first || !started) return [];
  const last = events.at(-1);
  const end = last?.kind === 'run.finished' ? last : undefined;
  return [
    {
      ...{ run: first.run, at: first.at, command: started.command, hosts: [], folder },
      outcome: end?.outcome ?? 'unfinished',
      ...(end && { exitCode: end.exitCode, ms: end.ms }),
    },
  ];
}

/**
 * Lists every run once, newest first. The histories on the hosts decide, so that all workstations print the same. This
 * machine adds the runs that changed no host, and the directories of its own runs.
 */
export function mergeRuns(histories: Histories, local: readonly RunRow[]): readonly RunRow[] {
  const told = toldRuns(histories);
  const known = new Map(local.map((row) => [row.run, row]));
  const rows = told.map((row) => {
    const folder = known.get(row.run)?.folder;
    return { ...row, ...(folder !== undefined && { folder }) };
  });
  const others = local.filter(({ run }) => !told.some((row) => row.run === run));
  return [...rows, ...others].sort((a, b) => b.at - a.at);
}

function toldRuns(histories: Histories): readonly RunRow[] {
  const entries = Object.entries(histories).flatMap(([host, of]) => of.map((entry) => ({ host, entry })));
  const runs = [...new Set(entries.map(({ entry }) => entry.run))];
  return runs.flatMap((run) => rowOf(entries.filter(({ entry }) => entry.run === run)));
}

function rowOf(
  told: readonly { readonly host: HostName; readonly entry: HistoryEntry }[],
): readonly RunRow[] {
  const [first] = told;
  if (!first) return [];
  const { run, who, from, command, inventory } = first.entry;
  const end = told.map(({ entry }) => entry).find(({ outcome }) => outcome !== 'started');
  return [
    {
      ...{ run, who, from, command, inventory },
      at: Math.min(...told.map(({ entry }) => entry.at)),
      hosts: [...new Set(told.map(({ host }) => host))],
      outcome: end === undefined || end.outcome === 'started' ? 'unfinished' : end.outcome,
      ...(end?.exitCode !== undefined && { exitCode: end.exitCode }),
      ...(end?.ms !== undefined && { ms: end.ms }),
    },
  ];
}
