import { platformOf } from '../../registry/platforms.ts';
import { ConnectError, EXIT } from '../../errors/errors.ts';
import { observe } from '../../execute/read/observe.ts';
import { recoveries } from '../../membership/recovery.ts';
import { inOrder, manual, nextText, RUN_AGAIN } from '../../model/next-step.ts';
import { printable } from '../../model/rendered.ts';
import { recoveryText } from '../../report/tables/recovery.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { withJsonProblems } from './json-problems.ts';
import { readHosts } from './read-hosts.ts';
import type { CONNECT_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { jsonOutput } from '../terminal/json-output.ts';

const NO_HOST_REACHABLE = {
  what: 'no host is reachable, so the state of the cluster is unknown',
  next: inOrder(manual('check the network of this machine'), RUN_AGAIN),
};

/**
 * Prints the recovery steps of every service. Read-only.
 * @returns 10 if a service is not healthy; otherwise 0, or 3 if a host is unreachable
 */
export const recover = withJsonProblems<ArgumentsOf<typeof CONNECT_FLAGS>>(async (args, edges) => {
  const { io, mask } = edges;
  const prepared = await prepare(args, edges);
  const { cluster } = prepared.inventory;
  const seen = await readHosts({ command: 'recover', prepared, args }, edges, (env) =>
    observe(prepared.plan, env),
  );
  if (seen.unreachable.length === prepared.plan.hosts.length)
    throw new ConnectError([...seen.unreachable, NO_HOST_REACHABLE]);
  const unreachable = mask.within(seen.unreachable);
  const unreachableHosts = seen.unreachable.flatMap(({ where }) => where ?? []);
  const services = mask.within(
    recoveries(seen.memberships, unreachableHosts).map((recovery) => ({
      recovery,
      steps: platformOf(cluster)
        .recoverySteps(cluster, recovery)
        .map((step) => ({
          ...step,
          run: printable(nextText(step.run, { inventory: args.inventory })),
        })),
    })),
  );
  const text = args.output === 'json' ? jsonOutput({ services, unreachable }) : recoveryText(services);
  io.stdout.write(mask.text(`${text}\n`));
  if (unreachable.length > 0) printProblems(unreachable, args, edges);
  if (services.some(({ recovery }) => recovery.state !== 'healthy')) return EXIT.somethingToDo;
  return unreachable.length > 0 ? EXIT.connect : EXIT.done;
});
