import type { Command } from '../../model/host/command.ts';
import type { HostName } from '../../model/names.ts';
import { unitStatus } from '../read/unit-status.ts';
import { unlessUnreachable } from '../read/unless-unreachable.ts';
import type { Run } from '../run.ts';
import type { FailedStep } from './step-failure.ts';

/**
 * Queries the host after a failure: its disks and ports, and the state and the last journal lines of the unit that
 * systemctl could not start. Each is absent if the host is unreachable.
 */
export async function followUp(
  run: Run,
  host: HostName,
  command?: Command,
): Promise<Pick<FailedStep, 'machine'> & { readonly journal: readonly string[] }> {
  const machine = await unlessUnreachable(async () => run.fleet.facts(host));
  const unit = unitOf(command);
  const journal = unit === undefined ? [] : await unitStatus(run, host, { unit, as: command?.as });
  return { machine, journal };
}

/** The unit that a command of systemctl concerns. */
export function unitOf(command: Command | undefined): string | undefined {
  const unit = command?.program === 'systemctl' ? command.args.at(-1) : undefined;
  return typeof unit === 'string' ? unit : undefined;
}
