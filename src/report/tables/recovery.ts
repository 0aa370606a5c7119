import type { Recovery } from '../../model/health/recovery.ts';
import { hang } from '../text.ts';

/** A service, and the commands that bring it back. */
export interface RecoveryReport {
  readonly recovery: Recovery;
  readonly steps: readonly { readonly host: string; readonly run: string; readonly note?: string }[];
}

const WIDTH = 80;

/** What has lost its majority, what that costs and what to run where; commands are never broken. */
export function recoveryText(told: readonly RecoveryReport[]): string {
  const lost = told.filter(({ recovery }) => recovery.state !== 'well');
  const sums = told.flatMap(({ recovery }) => hang('', `${recovery.sum}: ${SAID[recovery.state]}`, WIDTH));
  if (lost.length === 0)
    return [...sums, '', 'Every service has its majority: nothing to recover.'].join('\n');
  return [...sums, '', ...hang('', NOTHING_DONE, WIDTH), ...lost.flatMap(section)].join('\n');
}

const SAID: Readonly<Record<Recovery['state'], string>> = {
  well: 'well',
  stopped: 'its machines answer, too few are well',
  minority: 'its majority is dead',
  none: 'nobody is left',
};

const NOTHING_DONE =
  'Nothing of this is done by quorate: it reads, and tells what to run. Dead machines that can be started ' +
  'again with their disks should be: then nothing is lost, and this is not needed. Whoever is given up must ' +
  'stay off: back on the network it would be a second cluster.';

function section({ recovery, steps }: RecoveryReport): readonly string[] {
  const { service, left, dead, lost } = recovery;
  return [
    '',
    `${service.toUpperCase()}`,
    ...hang('  left: ', left.join(', ') || 'nobody', WIDTH),
    ...hang('  dead: ', dead.join(', ') || 'nobody', WIDTH),
    ...lost.flatMap((what) => hang('  lost: ', what, WIDTH)),
    ...steps.flatMap(({ host, run, note }, index) => [
      ...(note ? hang(`      # `, note, WIDTH) : []),
      `  ${index + 1}. ${host}: ${run}`,
    ]),
  ];
}
