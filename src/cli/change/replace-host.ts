import { EXIT } from '../../errors/errors.ts';
import type { ChangeWork } from '../arguments/command.ts';
import { conductRun } from '../run/conduct-run.ts';
import { deleteFormerAddresses, writeReplacementAddress } from './replacement-address.ts';
import { prepareChange } from './resolve-change.ts';

/** Replaces a host under its name: the other members remove the former host, then its replacement joins. */
export const replaceHost: ChangeWork<'replace'> = async (call, edges) => {
  const { requested, args } = call;
  const replaced = { ...requested, inventory: args.inventory };
  const load = async () => {
    const { former, cluster } = await writeReplacementAddress(replaced, edges);
    return { ...(await prepareChange(call, { former }, edges)), cluster };
  };
  const { exitCode, prepared } = await conductRun({ ...call, load }, edges);
  if (exitCode === EXIT.done) await deleteFormerAddresses(replaced, prepared.cluster);
  return exitCode;
};
