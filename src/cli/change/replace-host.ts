import { EXIT } from '../../errors/errors.ts';
import { execute } from '../../execute/execute.ts';
import type { Cluster } from '../../model/cluster.ts';
import { replaceChange } from '../../plan/build/named-change.ts';
import type { ArgsOf, Work } from '../arguments/command.ts';
import { finishMove, moveHost } from './moved-host.ts';
import { namesIn } from '../arguments/flags.ts';
import type { MEMBER, REPLACING, RUNNING } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { conductRun } from '../run/conduct-run.ts';

/** A dead host's successor under its name: the others take the dead one out, then the new one joins. */
export const replaceHost: Work<ArgsOf<typeof RUNNING & typeof REPLACING, typeof MEMBER>> = async (
  args,
  edges,
) => {
  const { inventory, name, address } = args;
  let moved: Awaited<ReturnType<typeof moveHost>> | undefined;
  const load = async () => {
    const { role, was: former } = (moved = await moveHost({ inventory, name, address }, edges));
    const playbook = `replace-${role.replace('_', '-')}`;
    const change = (cluster: Cluster) => replaceChange(cluster, { name, role, former }, namesIn(args.down));
    return prepare({ inventory, playbook, change }, edges);
  };
  const given = { command: 'replace-host', subject: name, args, load, start: execute };
  const exitCode = await conductRun(given, edges);
  if (exitCode === EXIT.done && moved) await finishMove({ inventory, name }, moved.cluster);
  return exitCode;
};
