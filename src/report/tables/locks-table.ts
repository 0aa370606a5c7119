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
    readonly silentForMs: number;
    readonly life: 'alive' | 'dead' | 'unknown';
  };
  readonly jobs: readonly JobName[];
}

const LIVES = {
  alive: 'its process lives',
  dead: 'its run is dead',
  unknown: 'from another machine: perhaps alive',
};

/** Who holds the lock of each host: who, from where, doing what, since when, and whether that run still lives. */
export function locksTable({ cluster, held }: { cluster: string; held: readonly Line[] }): string {
  const rows = held.flatMap(({ host, by, jobs }) => [
    ...(by ? [[host, `${by.who}@${by.from}`, by.command, formatDuration(by.heldForMs), lifeLine(by)]] : []),
    ...jobs.map((job) => [host, '(a job)', job, '', 'it runs, and ends by itself']),
  ]);
  if (rows.length === 0) return `${cluster}: no lock on any host that was asked`;
  return columns([['host', 'held by', 'command', 'for', ''], ...rows]).join('\n');
}

function lifeLine({ life, silentForMs }: NonNullable<Line['by']>): string {
  return `${LIVES[life]}, renewed ${formatDuration(silentForMs)} ago`;
}
