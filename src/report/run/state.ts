import type { Problem } from '../../errors/errors.ts';
import type { Counts, RunEvent } from '../../events/events.ts';
import type { FailedAttempt } from '../../model/host/connect-cause.ts';
import type { Rendered } from '../../model/rendered.ts';
import type { Verdict } from '../../model/health/gate.ts';
import type { GateName, HostName, PhaseId, StepId } from '../../model/names.ts';
import { NO_LANE, reduceLane } from './lane-state.ts';
import type { InLane, LaneState } from './lane-state.ts';

export interface GateState {
  readonly gate: GateName;
  readonly title: string;
  readonly since: number;
  readonly timeoutMs: number;
  readonly verdict?: Verdict;
  readonly outcome?: 'ready' | 'not-passed';
}

export interface PhaseState {
  readonly id: PhaseId;
  readonly title: string;
  readonly hosts: readonly HostName[];
  readonly steps: number;
  readonly status: 'waiting' | 'running' | 'done' | 'failed' | 'interrupted';
  readonly since: number;
  readonly ms: number;
  readonly counts: Counts;
  readonly lanes: Readonly<Record<HostName, LaneState>>;
  readonly gates: readonly GateState[];
}

/** A step that failed, or whose outcome is unknown because the run was stopped before the step was done. */
export interface Failure {
  readonly host: HostName;
  readonly step: StepId;
  readonly title: string;
  readonly outcome: 'failed' | 'unknown';
  readonly lines: readonly string[];
  readonly note?: Rendered;
  readonly problem?: Problem;
}

/** State of a run, computed from its events, for the screen and the summary. */
export interface RunState {
  readonly command: string;
  readonly cluster: string;
  readonly savedPlan: boolean;
  readonly rehearsal: boolean;
  readonly startedAt: number;
  readonly hosts: readonly HostName[];
  readonly connected: readonly HostName[];
  readonly surveyed: readonly HostName[];
  readonly lost: Readonly<Record<HostName, Rendered>>;
  /** The last failed attempt of each host that is still being connected. */
  readonly retried: Readonly<Record<HostName, FailedAttempt>>;
  readonly notConnected: readonly HostName[];
  readonly phases: readonly PhaseState[];
  readonly failures: readonly Failure[];
  readonly warnings: readonly Rendered[];
  readonly interrupted?: string;
  readonly finished?: Extract<RunEvent, { kind: 'run.finished' }>;
}

export const NOTHING_YET: RunState = {
  command: '',
  cluster: '',
  savedPlan: false,
  rehearsal: false,
  startedAt: 0,
  hosts: [],
  connected: [],
  surveyed: [],
  lost: {},
  retried: {},
  notConnected: [],
  phases: [],
  failures: [],
  warnings: [],
};

const NO_COUNTS: Counts = { changed: 0, unchanged: 0, failed: 0 };

type InPhase = Extract<RunEvent, { phase: PhaseId }>;
type Whole = Exclude<RunEvent, InPhase>;

/** Returns the state after an event. Pure. */
export function reduce(state: RunState, event: RunEvent): RunState {
  if (!('phase' in event)) return reduceRun(state, event);
  const phases = state.phases.map((phase) => (phase.id === event.phase ? reducePhase(phase, event) : phase));
  const failure = event.kind === 'step.finished' ? failureOf(state, event) : undefined;
  return { ...state, phases, failures: failure ? [...state.failures, failure] : state.failures };
}

function reduceRun(state: RunState, event: Whole): RunState {
  if ('host' in event) return reduceHost(state, event);
  switch (event.kind) {
    case 'run.started':
      return { ...NOTHING_YET, ...started(event), warnings: state.warnings };
    case 'run.warned':
      return { ...state, warnings: [...state.warnings, event.text] };
    case 'run.interrupted':
      return { ...state, interrupted: event.signal };
    case 'run.finished':
      return { ...state, finished: event };
    case 'run.compared':
    case 'lock.acquired':
    case 'lock.released':
      return state;
  }
}

function reduceHost(state: RunState, event: Extract<Whole, { host: HostName }>): RunState {
  const { host } = event;
  switch (event.kind) {
    case 'host.connected':
      return {
        ...state,
        connected: withHost(state.connected, host),
        lost: without(state.lost, host),
        retried: without(state.retried, host),
      };
    case 'host.retried':
      return { ...state, retried: { ...state.retried, [host]: event } };
    case 'host.not-connected':
      return {
        ...state,
        notConnected: withHost(state.notConnected, host),
        retried: without(state.retried, host),
      };
    case 'host.lost':
      return { ...state, lost: { ...state.lost, [host]: event.why } };
    case 'host.surveyed':
      return { ...state, surveyed: withHost(state.surveyed, host) };
    case 'lock.taken-over':
      return state;
  }
}

function started(event: Extract<RunEvent, { kind: 'run.started' }>): Partial<RunState> {
  const { command, cluster, hosts, savedPlan = false, rehearsal = false } = event;
  const phases = event.phases.map((phase): PhaseState => ({
    ...phase,
    status: 'waiting',
    since: event.at,
    ms: 0,
    counts: NO_COUNTS,
    lanes: {},
    gates: [],
  }));
  return { command, cluster, savedPlan, rehearsal, hosts, phases, startedAt: event.at };
}

function reducePhase(phase: PhaseState, event: InPhase): PhaseState {
  switch (event.kind) {
    case 'phase.started':
      return { ...phase, status: 'running', since: event.at };
    case 'phase.finished':
      return { ...phase, status: event.outcome, ms: event.ms };
    case 'gate.started': {
      const { gate, title, timeoutMs } = event;
      return { ...phase, gates: [...phase.gates, { gate, title, timeoutMs, since: event.at }] };
    }
    case 'gate.polled':
      return withGate(phase, event.gate, { verdict: event.verdict });
    case 'gate.finished':
      return withGate(phase, event.gate, { verdict: event.verdict, outcome: event.outcome });
    case 'step.finished':
      return { ...withLane(phase, event), counts: counted(phase.counts, event.outcome) };
    case 'step.started':
    case 'step.progress':
    case 'step.output':
    case 'proof':
      return withLane(phase, event);
  }
}

function withGate(phase: PhaseState, name: GateName, change: Partial<GateState>): PhaseState {
  return { ...phase, gates: phase.gates.map((gate) => (gate.gate === name ? { ...gate, ...change } : gate)) };
}

function withLane(phase: PhaseState, event: InLane): PhaseState {
  const lane = reduceLane(phase.lanes[event.host] ?? NO_LANE, event);
  return { ...phase, lanes: { ...phase.lanes, [event.host]: lane } };
}

function counted(counts: Counts, outcome: Extract<RunEvent, { kind: 'step.finished' }>['outcome']): Counts {
  return outcome === 'unknown' ? counts : { ...counts, [outcome]: counts[outcome] + 1 };
}

function failureOf(
  state: RunState,
  event: Extract<RunEvent, { kind: 'step.finished' }>,
): Failure | undefined {
  const { host, step, title, outcome, note, problem } = event;
  if (outcome !== 'failed' && outcome !== 'unknown') return undefined;
  const lines = state.phases.find((phase) => phase.id === event.phase)?.lanes[host]?.lines ?? [];
  return { host, step, title, outcome, lines, ...(note && { note }), ...(problem && { problem }) };
}

/** Counts a host once, even if it reconnects or is surveyed again. */
function withHost(hosts: readonly HostName[], host: HostName): readonly HostName[] {
  return hosts.includes(host) ? hosts : [...hosts, host];
}

function without<T>(hosts: Readonly<Record<HostName, T>>, host: HostName): Readonly<Record<HostName, T>> {
  return Object.fromEntries(Object.entries(hosts).filter(([name]) => name !== host));
}
