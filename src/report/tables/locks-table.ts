import { formatDuration } from '../../model/duration.ts';
import type { HostName, JobName } from '../../model/names.ts';
import { columns } from '../text.ts';

interface Line {
  readonly host: HostName;
  readonly by?: {
    readonly who: string;
    readonly from: string;
    readonly command: string;
    readonly heldForMs: number;
    readonly notRenewedForMs: number;
    readonly state: 'running' | 'stale' | 'unknown';
  };
  readonly jobs: readonly JobName[];
}

const STATES = {
  running: 'run still active',
  stale: 'stale',
  unknown: 'run on another machine, may still be active',
};

/** Prints the lock of each host: holder, origin, command, age and state. Also lists running jobs. */
export function locksTable({ cluster, held }: { cluster: string; held: readonly Line[] }): string {
  const rows = held.flatMap(({ host, by, jobs }) => [
    ...(by ? [[host, `${by.who}@${by.from}`, by.command, formatDuration(by.heldForMs), stateLine(by)]] : []),
    ...jobs.map((job) => [host, '(a job)', job, '', 'running, ends by itself']),
  ]);
  if (rows.length === 0) return `${cluster}: no lock on any queried host`;
  return columns([['host', 'held by', 'command', 'for', ''], ...rows]).join('\n');
}

function stateLine({ state, notRenewedForMs }: NonNullable<Line['by']>): string {
  return `${STATES[state]}, last renewed ${formatDuration(notRenewedForMs)} ago`;
}
