import { SECOND } from '../../model/duration.ts';
import type { Command } from '../../model/host/command.ts';
import type { HostName } from '../../model/names.ts';
import { unitStatus } from '../read/unit-status.ts';
import { unlessUnreachable } from '../read/unless-unreachable.ts';
import type { Run } from '../run.ts';
import type { FailedStep } from './step-failure.ts';

/** A command that failed. */
interface Failed {
  readonly command?: Command | undefined;
  /** True if the command may have been killed. */
  readonly isKilled: boolean;
}

/**
 * Queries the host after a failure: its disks and ports, the state and the last journal lines of the unit that systemctl
 * could not start, and the line of the kernel about a process that it killed because memory ran out. Each is absent if the
 * host is unreachable.
 */
export async function followUp(
  run: Run,
  host: HostName,
  { command, isKilled }: Failed,
): Promise<Pick<FailedStep, 'machine' | 'kernel'> & { readonly journal: readonly string[] }> {
  const machine = await unlessUnreachable(async () => run.fleet.facts(host));
  const unit = unitOf(command);
  const journal = unit === undefined ? [] : await unitStatus(run, host, { unit, as: command?.as });
  const kernel = isKilled ? await memoryLines(run, host) : [];
  return { machine, journal, kernel };
}

/** The messages of the kernel in the last minutes, in which it reports a process that it killed. */
const KERNEL_LOG: Command = {
  program: 'journalctl',
  args: ['-k', '--no-pager', '--lines=500', '--since=-15min'],
  as: 'root',
  timeoutMs: 20 * SECOND,
};

async function memoryLines({ fleet }: Run, host: HostName): Promise<readonly string[]> {
  const [answer] = (await unlessUnreachable(async () => fleet.session(host).ask([KERNEL_LOG]))) ?? [];
  if (answer?.kind !== 'exited') return [];
  return answer.stdout
    .split('\n')
    .filter((line) => /out of memory: kill/i.test(line))
    .slice(-1);
}

/** The unit that a command of systemctl concerns. */
export function unitOf(command: Command | undefined): string | undefined {
  const unit = command?.program === 'systemctl' ? command.args.at(-1) : undefined;
  return typeof unit === 'string' ? unit : undefined;
}
