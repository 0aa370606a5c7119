import { EXIT, UsageError } from '../../errors/errors.ts';
import type { ReachedHosts } from '../../execute/read/inspect.ts';
import { observe, observeAndCompare } from '../../execute/read/observe.ts';
import { localRun } from '../../journal/history.ts';
import { readRun, runDirectories, runsDirectory } from '../../journal/runs.ts';
import { runAgain } from '../../model/next-step.ts';
import { recoveries } from '../../membership/recovery.ts';
import { differencesByHost } from '../../plan/compare/drift.ts';
import { prometheusText } from '../../report/tables/prometheus.ts';
import { statusTable } from '../../report/tables/status-table.ts';
import { statusOf } from '../../report/tables/status.ts';
import type { Status } from '../../report/tables/status.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { STATUS_FLAGS } from '../arguments/status-flags.ts';
import { prepare, type Prepared } from '../run/prepare.ts';
import { jsonOutput } from '../terminal/json-output.ts';

/** Prints the state of all reachable hosts. @returns 0, or 3 if a host is unreachable; with `--watch` 0 */
export const status = withJsonProblems<ArgumentsOf<typeof STATUS_FLAGS>>(async (args, edges) => {
  if (args.watch) return (await import('./watch/status-watch.ts')).watchStatus(args, edges);
  if (args.interval !== undefined) {
    const what = '--interval requires --watch';
    throw new UsageError([{ what, next: runAgain({ with: '--watch' }) }]);
  }
  const prepared = await prepare(args, edges);
  const { name, hosts } = prepared.inventory.cluster;
  const { plan } = prepared;
  const isMetrics = args.output === 'prometheus';
  const seen = await readHosts({ command: 'status', prepared, args }, edges, async (env) =>
    isMetrics ? observeAndCompare(plan, env) : { ...(await observe(plan, env)), reached: undefined },
  );
  const value = edges.mask.within(statusOf({ cluster: name, hosts, ...seen, now: edges.clock.now() }));
  const unreachable = edges.mask.within(seen.unreachable);
  const text = {
    json: () => jsonOutput({ ...value, unreachable }),
    prometheus: () => metrics(prepared, { status: value, seen, now: edges.clock.now() }),
    auto: () => statusTable(value),
    plain: () => statusTable(value),
  }[args.output];
  edges.io.stdout.write(edges.mask.text(`${await text()}\n`));
  if (unreachable.length === 0) return EXIT.done;
  printProblems(unreachable, args, edges);
  return EXIT.connect;
});

type Seen = Awaited<ReturnType<typeof observe>> & { readonly reached: ReachedHosts | undefined };

async function metrics(
  { inventory: { path, cluster }, plan }: Prepared,
  { status: value, seen, now }: { status: Status; seen: Seen; now: number },
): Promise<string> {
  const unreachable = seen.unreachable.flatMap(({ where }) => where ?? []);
  const [newest = ''] = await runDirectories(runsDirectory(path, cluster.name));
  const [lastRun] = localRun(newest, (await readRun(newest)).events);
  const services = recoveries(seen.memberships, unreachable);
  const differences = seen.reached && differencesByHost(plan, seen.reached);
  return prometheusText({ status: value, services, differences, lastRun, now });
}
