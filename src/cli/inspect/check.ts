import { EXIT } from '../../errors/errors.ts';
import { fixHosts, type HostFix } from '../../execute/fix-hosts.ts';
import { checkHosts, type CheckedHosts } from '../../execute/read/check-hosts.ts';
import { fixText } from '../../gates/hosts/details/result.ts';
import { platformOf } from '../../registry/platforms.ts';
import { checkTable } from '../../report/tables/check-table.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Edges } from '../program-environment.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { CHECK_FLAGS } from '../arguments/flags.ts';
import { prepare, type Prepared } from '../run/prepare.ts';
import { jsonOutput } from '../terminal/json-output.ts';

type CheckArgs = ArgumentsOf<typeof CHECK_FLAGS>;

/**
 * Prints the result of every check on every reachable host. With `--fix`, applies the fixes first and checks again.
 * @returns 0 if no check failed, 3 if a host is unreachable, 5 if a check failed
 */
export const check = withJsonProblems<CheckArgs>(async (args, edges) => {
  const { io, mask } = edges;
  const prepared = await prepare(args, edges);
  const { name, hosts } = prepared.inventory.cluster;
  const { fixed, ...seen } = await checkAndFix(prepared, args, edges);
  const { results, unreachable } = mask.within(seen);
  const text =
    args.output === 'json'
      ? jsonOutput({ cluster: name, results, unreachable, fixed })
      : checkTable(
          { cluster: name, hosts: hosts.map((host) => host.name), results },
          { ...args, again: edges.again },
        );
  io.stdout.write(`${text}\n`);
  if (unreachable.length > 0) {
    printProblems(unreachable, args, edges);
    return EXIT.connect;
  }
  return results.some(({ state }) => state === 'fail') ? EXIT.gate : EXIT.done;
});

async function checkAndFix(
  prepared: Prepared,
  args: CheckArgs,
  edges: Edges,
): Promise<CheckedHosts & { readonly fixed: readonly HostFix[] }> {
  const { plan, material } = prepared;
  const { cluster } = prepared.inventory;
  const checks = platformOf(cluster).checkPlan(cluster, material);
  return readHosts({ command: 'check', prepared, args }, edges, async (env) => {
    const first = await checkHosts(plan, checks, env);
    const fixes = args.fix ? first.results.flatMap(({ host, fix }) => (fix ? [{ host, fix }] : [])) : [];
    if (fixes.length === 0) return { ...first, fixed: [] };
    // Printed before the fixes are applied, and not to stdout, which has the result.
    for (const { host, fix } of fixes) edges.io.stderr.write(`fixing ${host}: ${fixText(fix)}\n`);
    await fixHosts(plan, fixes, env);
    return { ...(await checkHosts(plan, checks, env)), fixed: fixes };
  });
}
