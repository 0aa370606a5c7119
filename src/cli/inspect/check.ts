import { EXIT } from '../../errors/errors.ts';
import { checkHosts } from '../../execute/read/check-hosts.ts';
import { platformOf } from '../../registry/platforms.ts';
import { renderProblems } from '../../report/problems.ts';
import { checkTable } from '../../report/tables/check-table.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { CHANGE_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { jsonOutput } from '../terminal/json-output.ts';

/**
 * Prints the result of every check on every reachable host.
 * @returns 0 if no check failed, 3 if a host is unreachable, 5 if a check failed
 */
export const check = withJsonProblems<ArgumentsOf<typeof CHANGE_FLAGS>>(async (args, edges) => {
  const { io, mask } = edges;
  const prepared = await prepare(args, edges);
  const { cluster } = prepared.inventory;
  const checkPlan = platformOf(cluster).checkPlan(cluster, prepared.material);
  const seen = await readHosts({ command: 'check', prepared, args }, edges, (env) =>
    checkHosts(prepared.plan, checkPlan, env),
  );
  const { results, unreachable } = mask.within(seen);
  const text =
    args.output === 'json'
      ? jsonOutput({ cluster: cluster.name, results, unreachable })
      : checkTable(
          { cluster: cluster.name, hosts: cluster.hosts.map(({ name }) => name), results },
          args.inventory,
        );
  io.stdout.write(`${text}\n`);
  if (unreachable.length > 0) {
    io.stderr.write(`${renderProblems(unreachable, { inventory: args.inventory })}\n`);
    return EXIT.connect;
  }
  return results.some(({ state }) => state === 'fail') ? EXIT.gate : EXIT.done;
});
