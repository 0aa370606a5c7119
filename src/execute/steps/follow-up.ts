import { SECOND } from '../../model/duration.ts';
import type { Command } from '../../model/host/command.ts';
import type { HostName } from '../../model/names.ts';
import { unlessUnreachable } from '../read/unless-unreachable.ts';
import type { Run } from '../run.ts';
import type { FailedStep } from './step-failure.ts';

const LINES = 30;

/**
 * Queries the host after a failure: its disks and ports, and the state and the last journal lines of the unit that
 * systemctl could not start. Each is absent if the host is unreachable.
 */
export async function followUp(
  run: Run,
  host: HostName,
  command?: Command,
): Promise<Pick<FailedStep, 'machine'> & { readonly journal: readonly string[] }> {
  const machine = await unlessUnreachable(run.fleet.facts(host));
  const journal = command?.program === 'systemctl' ? await unitStatus(run, host, command) : [];
  return { machine, journal };
}

async function unitStatus(run: Run, host: HostName, { args, as }: Command): Promise<readonly string[]> {
  const unit = args.at(-1);
  if (unit === undefined) return [];
  const status: Command = {
    program: 'systemctl',
    args: ['status', '--no-pager', '--full', `--lines=${LINES}`, unit],
    as,
    timeoutMs: 20 * SECOND,
  };
  const [answer] = (await unlessUnreachable(run.fleet.session(host).ask([status]))) ?? [];
  return answer?.kind === 'exited' ? answer.stdout.split('\n').filter(Boolean) : [];
}
