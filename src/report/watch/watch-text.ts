import type { EpochMs } from '../../model/duration.ts';
import { formatDuration, MINUTE, SECOND } from '../../model/duration.ts';
import { frameOf } from '../run/draw.ts';
import { paintFrame } from '../run/paint-frame.ts';
import { marginText } from '../tables/margins.ts';
import { statusTable } from '../tables/status-table.ts';
import type { HostStatus } from '../tables/status.ts';
import { hang, PLAIN, timeText } from '../text.ts';
import type { Paint } from '../text.ts';
import type { WatchedHost, WatchView } from './watch-view.ts';
import { runTitle } from './watched-run.ts';
import type { WatchedRun } from './watched-run.ts';

const WIDTH = 80;
/** Lines of a run at most, below the hosts. */
const RUN_ROWS = 16;

/** Everything that `status --watch` shows at a time. */
interface Watched {
  readonly view: WatchView;
  readonly run?: WatchedRun | undefined;
  readonly now: EpochMs;
  readonly intervalMs: number;
}

/** Draws hosts, margins and the newest run as lines of at most 80 columns, as far as words allow. */
export function watchText({ view, run, now, intervalMs }: Watched, paint: Paint = PLAIN): readonly string[] {
  const table = statusTable({ ...view, hosts: view.hosts.map(shownHost) });
  return [
    `${timeText(view.at)} UTC, every ${formatDuration(intervalMs)}`,
    ...hang('', marginText(view.services), WIDTH),
    ...table.split('\n'),
    '',
    ...(run ? runLines(run, now, paint) : ['no run on this machine yet']),
  ];
}

/** A host as the table shows it. The state of a host that did not answer is marked as past. */
export function shownHost(host: WatchedHost): HostStatus {
  if (host.isCurrent) return host;
  const { part, why = '', answeredAt } = host;
  const last = answeredAt === undefined ? 'no answer so far' : `last answer ${timeText(answeredAt)} UTC`;
  return { ...withoutLag(host), part: part === '' ? '' : `was ${part}`, detail: `${last}; ${why}` };
}

const withoutLag = ({ lag: _, ...rest }: WatchedHost): HostStatus => rest;

function runLines(run: WatchedRun, now: EpochMs, paint: Paint): readonly string[] {
  const title = `newest run: ${runTitle(run, now)}`;
  if (run.state.finished) return [`${title} (started ${timeText(run.state.startedAt)} UTC)`];
  return [title, ...paintFrame(frameAt(run, now, { width: WIDTH - 1, rows: RUN_ROWS }), paint, now / SECOND)];
}

/** The lines of a run. Its clock stops a minute after its last event, because the run may have been killed. */
export function frameAt(
  { state, lastAt }: WatchedRun,
  now: EpochMs,
  size: { readonly width: number; readonly rows: number },
): ReturnType<typeof frameOf> {
  return frameOf(state, { ...size, now: Math.min(now, lastAt + MINUTE) });
}
