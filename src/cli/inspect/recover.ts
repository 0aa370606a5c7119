import { manualSteps } from '../../platforms/cloudify/recovery.ts';
import { ConnectError, EXIT } from '../../errors/errors.ts';
import { observe } from '../../execute/read/observe.ts';
import { recoveries } from '../../membership/recovery.ts';
import { renderProblems } from '../../report/problems.ts';
import { recoveryText } from '../../report/tables/recovery.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { CONNECT_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { jsonOutput } from '../terminal/json-output.ts';

const NOBODY = {
  what: 'none of the hosts can be reached: of the cluster nothing is known',
  next: "this machine's own network first; then the same command again",
};

/**
 * Reads only, and tells. @returns 10 when a service has lost its majority; else 0 when every host could be asked and 3
 * when one could not
 */
export const recover = withJsonProblems<ArgumentsOf<typeof CONNECT_FLAGS>>(async (args, edges) => {
  const { io, mask } = edges;
  const prepared = await prepare(args, edges);
  const { cluster } = prepared.inventory;
  const seen = await readHosts({ command: 'recover', prepared, args }, edges, (env) =>
    observe(prepared.plan, env),
  );
  if (seen.unreachable.length === prepared.plan.hosts.length)
    throw new ConnectError([...seen.unreachable, NOBODY]);
  const unreachable = mask.within(seen.unreachable);
  const dead = seen.unreachable.flatMap(({ where }) => where ?? []);
  const told = mask.within(
    recoveries(seen.memberships, dead).map((recovery) => ({
      recovery,
      steps: manualSteps(cluster, recovery),
    })),
  );
  const text = args.output === 'json' ? jsonOutput({ services: told, unreachable }) : recoveryText(told);
  io.stdout.write(mask.text(`${text}\n`));
  if (unreachable.length > 0) io.stderr.write(`${renderProblems(unreachable)}\n`);
  if (told.some(({ recovery }) => recovery.state !== 'well')) return EXIT.somethingToDo;
  return unreachable.length > 0 ? EXIT.connect : EXIT.done;
});
