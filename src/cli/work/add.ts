import { execute } from '../../execute/execute.ts';
import type { Role } from '../../model/names.ts';
import { adding } from '../../plan/clusters.ts';
import type { ArgsOf, Work } from '../command.ts';
import { listHost } from '../listed-host.ts';
import type { ADDING, MEMBER, RUNNING } from '../options.ts';
import { prepare } from '../prepare.ts';
import { conductRun } from '../run.ts';

type AddArgs = ArgsOf<typeof RUNNING & typeof ADDING, typeof MEMBER>;

/** `add-<role>`: lists the host in the inventory, unless it is there already, then makes it a member. */
export function add(role: Role): Work<AddArgs> {
  const command = `add-${role.replace('_', '-')}`;
  return (args, edges) => {
    const { inventory, name } = args;
    const load = async () => {
      await listHost({ inventory, name, role, address: args.address }, edges);
      const clusters = (cluster: Parameters<typeof adding>[0]) => adding(cluster, { name, role });
      return prepare({ inventory, playbook: command, clusters }, edges);
    };
    return conductRun({ command, subject: name, args, load, start: execute }, edges);
  };
}
