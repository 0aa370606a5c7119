import { EXIT } from '../../errors/errors.ts';
import { execute } from '../../execute/execute.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { HostName } from '../../model/names.ts';
import { switchoverChange } from '../../plan/build/named-change.ts';
import type { ArgsOf, Work } from '../arguments/command.ts';
import { readCluster } from './listed-host.ts';
import {
  deleteUnfinishedFile,
  inMinutes,
  readUnfinishedCommand,
  writeUnfinishedFile,
  type UnfinishedFile,
} from '../run/unfinished-command.ts';
import { namesIn } from '../arguments/flags.ts';
import type { RUNNING, SWITCHING } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { conductRun } from '../run/conduct-run.ts';
import { NOTE } from '../../model/stored-formats.ts';
import type { SwitchoverNote } from '../../model/stored-formats.ts';

/**
 * Hands the lead of the databases over: to the one that is named, or to the synchronous standby. One that was not
 * finished is gone on with: the lead is not handed back.
 */
export const switchover: Work<ArgsOf<typeof RUNNING & typeof SWITCHING>> = async (args, edges) => {
  const { inventory, to } = args;
  const { clock } = edges;
  let beside: UnfinishedFile | undefined;
  const load = async () => {
    beside = { inventory, cluster: (await readCluster(inventory, edges)).name };
    const goesOn =
      to === undefined
        ? await readUnfinishedCommand<SwitchoverNote>(beside, NOTE.switchover, clock.now())
        : undefined;
    const wanted = {
      to: to === undefined ? 'sync-standby' : { host: to },
      onlyFrom: goesOn ? { host: goesOn.leader } : 'any-leader',
    } as const;
    const change = (cluster: Cluster) => switchoverChange(cluster, wanted, namesIn(args.down));
    const prepared = await prepare({ inventory, playbook: 'switchover', change }, edges);
    return goesOn ? { ...prepared, warnings: [continued(goesOn), ...prepared.warnings] } : prepared;
  };
  const handingOver = async (led: HostName) => {
    if (beside) await noteLeader(beside, led, clock.now());
  };
  const start: typeof execute = (plan, env) => execute(plan, { ...env, handingOver });
  const subject = to === undefined ? {} : { subject: to };
  const exitCode = await conductRun({ command: 'switchover', ...subject, args, load, start }, edges);
  if (exitCode === EXIT.done && beside) await deleteUnfinishedFile(beside, NOTE.switchover);
  return exitCode;
};

function noteLeader(beside: UnfinishedFile, leader: HostName, startedAt: number): Promise<void> {
  return writeUnfinishedFile(beside, NOTE.switchover, { leader, startedAt } satisfies SwitchoverNote);
}

function continued(noted: SwitchoverNote): string {
  const { leader: led } = noted;
  return `goes on with the switchover that was begun on ${inMinutes(noted)}: ${led} led then, and hands over only if it still does`;
}
