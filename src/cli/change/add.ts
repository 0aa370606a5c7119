import { EXIT } from '../../errors/errors.ts';
import { checkDownOfAddition } from '../../plan/build/named-change.ts';
import type { ChangeWork } from '../arguments/command.ts';
import { conductRun } from '../run/conduct-run.ts';
import { listHost, readCluster, unlistHost } from './listed-host.ts';
import { prepareChange } from './resolve-change.ts';

/** Lists the host in the inventory if it is not listed, then makes it a member. */
export const add: ChangeWork<'add'> = async (call, edges) => {
  const { requested, args } = call;
  const host = { ...requested, inventory: args.inventory };
  const load = async () => {
    if (requested.down.length > 0)
      checkDownOfAddition(await readCluster(args.inventory, edges), requested.name, requested.down);
    const newlyListed = await listHost(host, edges);
    return { ...(await prepareChange(call, {}, edges)), newlyListed };
  };
  const { exitCode, prepared, anyStepStarted } = await conductRun({ ...call, load }, edges);
  // Other commands would expect a listed host among the members. After the first step, it may already be a member.
  if (exitCode === EXIT.refused && prepared.newlyListed && !anyStepStarted) await unlistHost(host, edges);
  return exitCode;
};
