import { EXIT } from '../../errors/errors.ts';
import { execute } from '../../execute/execute.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Role } from '../../model/names.ts';
import { removeChange } from '../../plan/build/named-change.ts';
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
    const state = gone ? 'lost' : 'running';
    const change = (cluster: Cluster) => removeChange(cluster, { name, role, state }, namesIn(args.down));
    const load = async () => {
      // Before anything beside the inventory is looked at: a wrong name explains the rest.
      change(await readCluster(inventory, edges));
      const prepared = await prepare({ inventory, playbook: command, change }, edges);
      await checkUnlisting({ inventory, name });
      return prepared;
    };
    const exitCode = await conductRun({ command, subject: name, args, load, start: execute }, edges);
    if (exitCode === EXIT.done) await unlistHost({ inventory, name }, edges);
    return exitCode;
  };
}
