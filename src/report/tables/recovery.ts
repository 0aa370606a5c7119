import type { Recovery } from '../../model/health/recovery.ts';
import { renderVotes } from '../../model/health/render-proof.ts';
import { hang } from '../text.ts';

/** A service, and the commands that recover it. */
interface RecoveryReport {
  readonly recovery: Recovery;
  readonly steps: readonly { readonly host: string; readonly run: string; readonly note?: string }[];
}

const WIDTH = 80;

/** Prints the state of every service, its losses and its recovery commands. Never wraps a command. */
export function recoveryText(reports: readonly RecoveryReport[]): string {
  const lost = reports.filter(({ recovery }) => recovery.state !== 'healthy');
  const states = reports.flatMap(({ recovery }) =>
    hang('', `${renderVotes(recovery.votes)}: ${STATES[recovery.state]}`, WIDTH),
  );
  if (lost.length === 0)
    return [...states, '', 'Every service has its majority: nothing to recover.'].join('\n');
  return [...states, '', ...hang('', READ_ONLY, WIDTH), ...lost.flatMap(section)].join('\n');
}

const STATES: Readonly<Record<Recovery['state'], string>> = {
  healthy: 'healthy',
  stopped: 'hosts reachable, too few members healthy',
  minority: 'majority lost',
  none: 'no host left',
};

const READ_ONLY =
  'Quorate does not run any of the commands below. If hosts that are down can be started with their disks, start ' +
  'them: then nothing is lost, and no recovery is needed. A machine that you give up must stay off; back on the ' +
  'network it would form a second cluster.';

function section({ recovery, steps }: RecoveryReport): readonly string[] {
  const { service, left, unreachable, lost } = recovery;
  return [
    '',
    `${service.toUpperCase()}`,
    ...hang('  left: ', left.join(', ') || 'none', WIDTH),
    ...hang('  unreachable: ', unreachable.join(', ') || 'none', WIDTH),
    ...lost.flatMap((what) => hang('  lost: ', what, WIDTH)),
    ...steps.flatMap(({ host, run, note }, index) => [
      ...(note ? hang(`      # `, note, WIDTH) : []),
      `  ${index + 1}. ${host}: ${run}`,
    ]),
  ];
}
