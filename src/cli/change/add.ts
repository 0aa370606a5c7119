import { EXIT } from '../../errors/errors.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Role } from '../../model/names.ts';
import { addChange, checkDownOfAddition } from '../../plan/build/named-change.ts';
import { trackFirstStep } from '../run/track-first-step.ts';
import type { ArgsOf, Work } from '../arguments/command.ts';
import { listHost, readCluster, unlistHost } from './listed-host.ts';
import { namesIn } from '../arguments/flags.ts';
import type { ADDING, MEMBER, RUNNING } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { conductRun } from '../run/conduct-run.ts';

type AddArgs = ArgsOf<typeof RUNNING & typeof ADDING, typeof MEMBER>;

/** `add-<role>`: lists the host in the inventory, unless it is there already, then makes it a member. */
export function add(role: Role): Work<AddArgs> {
  const command = `add-${role.replace('_', '-')}`;
  return async (args, edges) => {
    const { inventory, name } = args;
    let listed = false;
    const down = namesIn(args.down);
    const load = async () => {
      if (down.length > 0) checkDownOfAddition(await readCluster(inventory, edges), name, down);
      listed = await listHost({ inventory, name, role, address: args.address }, edges);
      const change = (cluster: Cluster) => addChange(cluster, { name, role }, down);
      return prepare({ inventory, playbook: command, change }, edges);
    };
    const { start, begun } = trackFirstStep();
    const exitCode = await conductRun({ command, subject: name, args, load, start }, edges);
    // Refused before it was anything: another command must not expect it among the members. Once a step has begun, they
    // may have it.
    if (exitCode === EXIT.refused && listed && !begun()) await unlistHost({ inventory, name }, edges);
    return exitCode;
  };
}
