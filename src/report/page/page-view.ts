import type { RunEvent } from '../../events/events.ts';
import type { HostName } from '../../model/names.ts';
import type { Rendered } from '../../model/rendered.ts';
import { NOTHING_YET, reduce } from '../run/state.ts';
import type { RunState } from '../run/state.ts';
import { timelineOf } from './timeline.ts';
import type { Timeline } from './timeline.ts';

type Compared = Extract<RunEvent, { kind: 'run.compared' }>;
type FileChange = NonNullable<Compared['files']>[number];

/** A host as the last gate that queried it, or its connection, showed it. */
export interface HostHealth {
  readonly host: HostName;
  readonly role: string;
  readonly health: 'ok' | 'not-ok' | 'unreachable' | 'not-queried';
  readonly lines: readonly Rendered[];
}

interface HostChanges {
  readonly host: HostName;
  readonly steps: readonly {
    readonly title: string;
    readonly ms: number;
    readonly note?: Rendered;
    readonly files: readonly FileChange[];
  }[];
}

/** How a run ended and how long its phases took. */
interface RunBrief {
  readonly startedAt: number;
  readonly outcome: string;
  readonly ms: number;
  readonly phases: Readonly<Record<string, number>>;
}

/** Everything that the page of a run shows. Plain data. */
export interface PageView {
  readonly state: RunState;
  readonly by?: NonNullable<Extract<RunEvent, { kind: 'run.started' }>['by']>;
  readonly run: string;
  readonly timeline: Timeline;
  readonly health: readonly HostHealth[];
  readonly changes: readonly HostChanges[];
  readonly brief: RunBrief;
  readonly previous?: RunBrief;
}

/** Collects what a page shows from the events of a run, and of the previous run of the same command. Pure. */
export function pageView(events: readonly RunEvent[], previous: readonly RunEvent[] = []): PageView {
  const state = events.reduce(reduce, NOTHING_YET);
  const started = events.find((event) => event.kind === 'run.started');
  return {
    state,
    run: events[0]?.run ?? '',
    ...(started?.by && { by: started.by }),
    timeline: timelineOf(events, state.hosts),
    health: healthOf(events, state, started?.roles ?? {}),
    changes: changesOf(events, state.hosts),
    brief: briefOf(events),
    ...(previous.length > 0 && { previous: briefOf(previous) }),
  };
}

/** True if the events are a finished run of this command, so that a later run can be compared with it. */
export function isComparable(events: readonly RunEvent[], command: string): boolean {
  const started = events.find((event) => event.kind === 'run.started');
  return started?.command === command && events.at(-1)?.kind === 'run.finished';
}

function briefOf(events: readonly RunEvent[]): RunBrief {
  const end = events.find((event) => event.kind === 'run.finished');
  const phases = events.flatMap((event) =>
    event.kind === 'phase.finished' ? [[event.phase, event.ms] as const] : [],
  );
  return {
    startedAt: events[0]?.at ?? 0,
    outcome: end?.outcome ?? 'unfinished',
    ms: end?.ms ?? 0,
    phases: Object.fromEntries(phases),
  };
}

function healthOf(
  events: readonly RunEvent[],
  { hosts, lost, notConnected }: RunState,
  roles: Readonly<Record<HostName, string>>,
): readonly HostHealth[] {
  const verdicts = new Map(
    events.flatMap((event) => (event.kind === 'gate.finished' ? [[event.gate, event.verdict] as const] : [])),
  );
  return hosts.map((host) => {
    const role = roles[host] ?? 'host';
    const seen = [...verdicts].flatMap(([gate, verdict]) =>
      verdict.seen
        .filter((one) => one.host === host)
        .map(({ ok, line }) => ({ ok, line: `${gate}: ${line}` })),
    );
    const lines = seen.map(({ line }) => line);
    if (notConnected.includes(host) || host in lost) return { host, role, health: 'unreachable', lines };
    if (seen.length === 0) return { host, role, health: 'not-queried', lines };
    return { host, role, health: seen.every(({ ok }) => ok) ? 'ok' : 'not-ok', lines };
  });
}

function changesOf(events: readonly RunEvent[], hosts: readonly HostName[]): readonly HostChanges[] {
  const files = events.flatMap((event) => (event.kind === 'run.compared' ? (event.files ?? []) : []));
  return hosts.flatMap((host) => {
    const steps = events.flatMap((event) => {
      if (event.kind !== 'step.finished' || event.outcome !== 'changed' || event.host !== host) return [];
      const { title, ms, note, step } = event;
      const own = files.filter((file) => file.step === step && file.host === host);
      return [{ title, ms, files: own, ...(note !== undefined && { note }) }];
    });
    return steps.length > 0 ? [{ host, steps }] : [];
  });
}
