import { EXIT } from '../../errors/errors.ts';
import { inspectReachable } from '../../execute/read/inspect.ts';
import { driftOf } from '../../plan/compare/drift.ts';
import { driftText } from '../../report/plan/drift.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { CONNECT_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { jsonOutput } from '../terminal/json-output.ts';

/**
 * Compares all reachable hosts with the inventory.
 * @returns 0 without drift, 10 with drift, 3 if a host is unreachable
 */
export const drift = withJsonProblems<ArgumentsOf<typeof CONNECT_FLAGS>>(async (args, edges) => {
  const { io, mask } = edges;
  const prepared = await prepare(args, edges);
  const cluster = prepared.plan.cluster;
  const seen = await readHosts({ command: 'drift', prepared, args }, edges, (env) =>
    inspectReachable(prepared.plan, env),
  );
  const found = mask.within(driftOf(prepared.plan, seen));
  const unreachable = mask.within(seen.unreachable);
  const text =
    args.output === 'json'
      ? jsonOutput({ cluster, drift: found, unreachable })
      : driftText(found, { cluster, hosts: Object.keys(seen.surveys).length });
  io.stdout.write(`${text}\n`);
  if (unreachable.length > 0) {
    printProblems(unreachable, args, edges);
    return EXIT.connect;
  }
  return found.length > 0 ? EXIT.somethingToDo : EXIT.done;
});
