import { EXIT } from '../../errors/errors.ts';
import { execute } from '../../execute/execute.ts';
import type { Role } from '../../model/names.ts';
import { removing, withDown } from '../../plan/build/clusters.ts';
import type { ArgsOf, Work } from '../arguments/command.ts';
import { checkUnlisting, readCluster, unlistHost } from './listed-host.ts';
import { namesIn } from '../arguments/flags.ts';
import type { MEMBER, REMOVING, RUNNING } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { conductRun } from '../run/conduct-run.ts';

type RemoveArgs = ArgsOf<typeof RUNNING & typeof REMOVING, typeof MEMBER>;

/** `remove-<role>`: takes the member out, and last of all out of the inventory. */
export function remove(role: Role): Work<RemoveArgs> {
  const command = `remove-${role.replace('_', '-')}`;
  return async (args, edges) => {
    const { inventory, name, gone } = args;
    const clusters = (cluster: Parameters<typeof removing>[0]) =>
      withDown(removing(cluster, { name, role, gone }), namesIn(args.down));
    const load = async () => {
      // Before anything beside the inventory is looked at: a wrong name explains the rest.
      clusters(await readCluster(inventory, edges));
      const prepared = await prepare({ inventory, playbook: command, clusters }, edges);
      await checkUnlisting({ inventory, name });
      return prepared;
    };
    const exitCode = await conductRun({ command, subject: name, args, load, start: execute }, edges);
    if (exitCode === EXIT.done) await unlistHost({ inventory, name }, edges);
    return exitCode;
  };
}
