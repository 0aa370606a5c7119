import { EXIT } from '../../errors/errors.ts';
import { readHistories } from '../../execute/hosts/read-histories.ts';
import type { Histories } from '../../execute/hosts/read-histories.ts';
import { localRun, mergeRuns } from '../../journal/history.ts';
import { readRun, runDirectories, runsDirectory } from '../../journal/runs.ts';
import { renderProblems } from '../../report/problems.ts';
import { runsTable } from '../../report/tables/runs-table.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Edges } from '../program-environment.ts';
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
  const prepared = await prepare(args, edges);
  const { cluster, path } = prepared.inventory;
  const { histories, unreadable, unreachable } = args.local
    ? { histories: {}, unreadable: 0, unreachable: [] }
    : await readHostHistories(prepared, args, edges);
  const directories = await runDirectories(runsDirectory(path, cluster.name));
  const stored = await Promise.all(
    directories.map(async (directory) => ({ directory, ...(await readRun(directory)) })),
  );
  const local = stored.flatMap(({ directory, events }) => localRun(directory, events));
  const notShown = {
    historyEntries: unreadable,
    runDirectories: stored.filter((run) => run.unreadable > 0).length,
  };
  const rows = mask.within(mergeRuns(histories, local));
  const value = { cluster: cluster.name, runs: rows, notShown, unreachable: mask.within(unreachable) };
  io.stdout.write(`${args.output === 'json' ? jsonOutput(value) : runsTable(value)}\n`);
  if (unreachable.length === 0) return EXIT.done;
  io.stderr.write(`${renderProblems(value.unreachable, { inventory: args.inventory })}\n`);
  return EXIT.connect;
});

function readHostHistories(prepared: Prepared, args: RunsArgs, edges: Edges): Promise<Histories> {
  return readHosts({ command: 'runs', prepared, args }, edges, (env) => readHistories(prepared.plan, env));
}
