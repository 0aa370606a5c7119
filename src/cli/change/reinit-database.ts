import type { ChangeWork } from '../arguments/command.ts';
import { conductRun } from '../run/conduct-run.ts';
import { prepareChange } from './resolve-change.ts';

/** Reinitializes a standby: discards its data and copies the leader's. */
export const reinitDatabase: ChangeWork<'reinit'> = async (call, edges) => {
  const load = () => prepareChange(call, {}, edges);
  return (await conductRun({ ...call, load }, edges)).exitCode;
};
