import { EXIT } from '../../errors/errors.ts';
import { observe } from '../../execute/read/observe.ts';
import { renderProblems } from '../../report/problems.ts';
import { statusTable } from '../../report/tables/status-table.ts';
import { statusOf } from '../../report/tables/status.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { CONNECT_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { jsonOutput } from '../terminal/json-output.ts';

/** Prints the state of all reachable hosts. @returns 0, or 3 if a host is unreachable */
export const status = withJsonProblems<ArgumentsOf<typeof CONNECT_FLAGS>>(async (args, edges) => {
  const prepared = await prepare(args, edges);
  const { name, hosts } = prepared.inventory.cluster;
  const seen = await readHosts({ command: 'status', prepared, args }, edges, (env) =>
    observe(prepared.plan, env),
  );
  const value = edges.mask.within(statusOf({ cluster: name, hosts, ...seen, now: edges.clock.now() }));
  const unreachable = edges.mask.within(seen.unreachable);
  const text = args.output === 'json' ? jsonOutput({ ...value, unreachable }) : statusTable(value);
  edges.io.stdout.write(edges.mask.text(`${text}\n`));
  if (unreachable.length === 0) return EXIT.done;
  edges.io.stderr.write(`${renderProblems(unreachable, { inventory: args.inventory })}\n`);
  return EXIT.connect;
});
