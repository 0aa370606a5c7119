import { SECOND } from '../../model/duration.ts';
import type { Command } from '../../model/host/command.ts';
import type { HostName } from '../../model/names.ts';
import type { Run } from '../run.ts';
import { unlessUnreachable } from './unless-unreachable.ts';

const LINES = 30;

/** The state and the last journal lines of a unit of systemd. No lines if the host is unreachable. */
export async function unitStatus(
  { fleet }: Pick<Run, 'fleet'>,
  host: HostName,
  { unit, as = 'root' }: { readonly unit: string; readonly as?: Command['as'] | undefined },
): Promise<readonly string[]> {
  const status: Command = {
    program: 'systemctl',
    args: ['status', '--no-pager', '--full', `--lines=${LINES}`, unit],
    as,
    timeoutMs: 20 * SECOND,
  };
  const [answer] = (await unlessUnreachable(async () => fleet.session(host).ask([status]))) ?? [];
  return answer?.kind === 'exited' ? answer.stdout.split('\n').filter(Boolean) : [];
}
