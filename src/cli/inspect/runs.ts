import { EXIT } from '../../errors/errors.ts';
import { readHistories } from '../../execute/hosts/read-histories.ts';
import type { Histories } from '../../execute/hosts/read-histories.ts';
import { localRun, mergeRuns } from '../../journal/history.ts';
import { readRun, runDirectories, runsDirectory } from '../../journal/runs.ts';
import { runsTable, type RunRow } from '../../report/tables/runs-table.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Edges } from '../program-environment.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { RUNS_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import { jsonOutput } from '../terminal/json-output.ts';

type RunsArgs = ArgumentsOf<typeof RUNS_FLAGS>;

/** Prints the runs that the hosts and this machine have stored. @returns 0, or 3 if a host is unreachable */
export const runs = withJsonProblems<RunsArgs>(async (args, edges) => {
  const { io, mask } = edges;
  const prepared = await prepare({ ...args, offline: args.local }, edges);
  const { cluster, path } = prepared.inventory;
  const { histories, unreadable, unreachable } = args.local
    ? { histories: {}, unreadable: 0, unreachable: [] }
    : await readHostHistories(prepared, args, edges);
  const stored = await storedRuns(runsDirectory(path, cluster.name));
  const rehearsed = await storedRuns(runsDirectory(path, cluster.name, 'rehearsals'));
  const notShown = { historyEntries: unreadable, runDirectories: stored.unreadable + rehearsed.unreadable };
  const value = mask.within({
    cluster: cluster.name,
    runs: mergeRuns(histories, stored.rows),
    rehearsals: rehearsed.rows,
    notShown,
    unreachable,
  });
  io.stdout.write(`${args.output === 'json' ? jsonOutput(value) : runsTable(value)}\n`);
  if (unreachable.length === 0) return EXIT.done;
  printProblems(value.unreachable, args, edges);
  return EXIT.connect;
});

interface StoredRuns {
  /** Newest first. */
  readonly rows: readonly RunRow[];
  /** Number of directories in another format. */
  readonly unreadable: number;
}

async function storedRuns(within: string): Promise<StoredRuns> {
  const directories = await runDirectories(within);
  const read = await Promise.all(
    directories.map(async (directory) => ({ directory, ...(await readRun(directory)) })),
  );
  return {
    rows: read.flatMap(({ directory, events }) => localRun(directory, events)),
    unreadable: read.filter((run) => run.unreadable > 0).length,
  };
}

function readHostHistories(prepared: Prepared, args: RunsArgs, edges: Edges): Promise<Histories> {
  return readHosts({ command: 'runs', prepared, args }, edges, (env) => readHistories(prepared.plan, env));
}
