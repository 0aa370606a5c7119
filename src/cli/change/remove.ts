import { EXIT } from '../../errors/errors.ts';
import type { ChangeWork } from '../arguments/command.ts';
import { conductRun } from '../run/conduct-run.ts';
import { checkUnlisting, readCluster, unlistHost } from './listed-host.ts';
import { prepareChange, resolveChange } from './resolve-change.ts';

/** Removes the member from the cluster, then the host from the inventory. */
export const remove: ChangeWork<'remove'> = async (call, edges) => {
  const { requested, args } = call;
  const host = { inventory: args.inventory, name: requested.name };
  const load = async () => {
    // Check the name before loading certificates and secrets, because later errors may only follow from a wrong name.
    resolveChange(requested, await readCluster(args.inventory, edges));
    const prepared = await prepareChange(call, {}, edges);
    await checkUnlisting(host);
    return prepared;
  };
  const { exitCode } = await conductRun({ ...call, load }, edges);
  if (exitCode === EXIT.done) await unlistHost(host, edges);
  return exitCode;
};
