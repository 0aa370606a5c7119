import { count, fit, oneLine, stopwatch } from '../text.ts';
import { drawPhase, type Canvas } from './draw-phase.ts';
import { remainingMs, type Expectation } from './remaining.ts';
import type { PhaseState, RunState } from './state.ts';
import { awaitedHosts, reconnectedHosts } from './waiting.ts';

export type LineState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';

/** A line of the screen. The title and the lines below a phase have no state. */
export interface ScreenLine {
  readonly state?: LineState;
  readonly text: string;
}

interface Screen extends Canvas {
  /** Undefined if the duration of this run is unknown. */
  readonly expected?: Expectation | undefined;
}

/** Columns of the icon before a line, and of the indentation below it. */
const ICON = 2;
const INDENT = 4;
/** Rows that the running phases need at least; other phases are joined to one line before they have fewer. */
const FEWEST_INSIDE = 6;

/**
 * Draws the screen: a title with the elapsed and the remaining time, a line for connecting and surveying, then a line
 * per phase, with details below the running phases. Phases that wait, or are done, are joined if there are too few rows.
 */
export function frameOf(state: RunState, screen: Screen): readonly ScreenLine[] {
  const width = screen.width - ICON;
  const running = state.phases.filter((phase) => isRunning(state, phase));
  const fixed = 2 + state.phases.length;
  const isShort = !state.finished && fixed + FEWEST_INSIDE * Math.max(1, running.length) > screen.rows;
  const groups = isShort ? joined(state, running) : state.phases.map((phase) => [phase]);
  const free = screen.rows - 2 - groups.length;
  const inside = {
    ...screen,
    width: screen.width - INDENT,
    rows: Math.max(3, Math.floor(free / Math.max(1, running.length))),
  };
  return [
    { text: fit(titleOf(state, screen), screen.width) },
    ...surveyLines(state, { ...inside, rows: Math.max(1, free) }, width),
    ...groups.flatMap((group) => groupLines(state, group, { inside, width })),
  ];
}

function isRunning(state: RunState, { status, gates }: PhaseState): boolean {
  return !state.finished && (status === 'running' || (status === 'waiting' && gates.length > 0));
}

/** Joins the phases before the first running phase, and those after the last one, except the next phase. */
function joined(state: RunState, running: readonly PhaseState[]): readonly (readonly PhaseState[])[] {
  const { phases } = state;
  const firstOpen = phases.findIndex(({ status }) => status !== 'done');
  const start = firstOpen === -1 ? phases.length : firstOpen;
  const last = Math.max(start - 1, ...running.map((phase) => phases.indexOf(phase)));
  const [done, between, next, rest] = [
    phases.slice(0, start),
    phases.slice(start, last + 1),
    phases.slice(last + 1, last + 2),
    phases.slice(last + 2),
  ];
  return [done, ...between.map((phase) => [phase]), next, rest].filter((group) => group.length > 0);
}

/** `deploy demo · 02:07 · about 3:10 left`. */
function titleOf(state: RunState, { now, expected }: Screen): string {
  const end = state.finished ? state.startedAt + state.finished.ms : now;
  const left = remainingMs(state, expected, now);
  const parts = [
    `${state.command} ${state.cluster}${state.rehearsal ? ' (simulated)' : ''}`,
    `${stopwatch(end - state.startedAt)} elapsed`,
    ...(left === undefined ? [] : [`about ${stopwatch(left)} left`]),
    ...(state.interrupted && !state.finished ? [`${state.interrupted}: running steps finish`] : []),
  ];
  return parts.join(' · ');
}

function surveyLines(state: RunState, inside: Canvas, width: number): readonly ScreenLine[] {
  const { connected, surveyed, hosts, finished } = state;
  const started = state.phases.some(({ status, gates }) => status !== 'waiting' || gates.length > 0);
  const sums = `${connected.length} of ${count(hosts.length, 'host')} connected, ${surveyed.length} surveyed`;
  const text = fit(`hosts: ${sums}`, width);
  if (started) return [{ state: 'done', text }];
  if (finished) return [{ state: finished.outcome === 'done' ? 'done' : 'failed', text }];
  const waiting = [...reconnectedHosts(state), ...awaitedHosts(state)].slice(0, inside.rows);
  return [{ state: 'running', text }, ...below(waiting.map((line) => fit(oneLine(line), inside.width)))];
}

function below(lines: readonly string[]): readonly ScreenLine[] {
  return lines.map((line) => ({ text: `${' '.repeat(INDENT)}${line}` }));
}

function groupLines(
  state: RunState,
  [phase, ...others]: readonly PhaseState[],
  { inside, width }: { inside: Canvas; width: number },
): readonly ScreenLine[] {
  if (!phase) return [];
  if (others.length > 0) {
    const word = phase.status === 'done' ? 'done' : 'wait';
    const phases = count(others.length + 1, 'phase');
    return [{ state: phase.status === 'done' ? 'done' : 'waiting', text: fit(`${phases} ${word}`, width) }];
  }
  const line = {
    state: lineState(state, phase),
    text: withStatus(`${phase.id}: ${phase.title}`, standing(state, phase, inside.now), width),
  };
  return isRunning(state, phase) ? [line, ...below(drawRunning(state, phase, inside))] : [line];
}

/** Lost connections come first, because a step of their host may wait for them. */
function drawRunning(state: RunState, phase: PhaseState, canvas: Canvas): readonly string[] {
  const lost = reconnectedHosts(state, phase.hosts)
    .slice(0, Math.max(1, canvas.rows - 2))
    .map((text) => fit(oneLine(`reconnecting: ${text}`), canvas.width));
  const rows = Math.max(1, canvas.rows - lost.length);
  return [...lost, ...drawPhase(phase, { ...canvas, rows })];
}

/** Truncates the name of a phase, but never its status. */
function withStatus(name: string, status: string, width: number): string {
  return fit(`${fit(name, Math.max(8, width - status.length - 3))} · ${status}`, width);
}

function lineState(state: RunState, phase: PhaseState): LineState {
  switch (phase.status) {
    case 'done':
      return 'done';
    case 'failed':
    case 'interrupted':
      return 'failed';
    case 'running':
      return state.finished ? runEnd(state) : 'running';
    case 'waiting':
      if (state.finished) return endOfUnstarted(state, phase);
      return phase.gates.length > 0 ? 'running' : 'waiting';
  }
}

function runEnd({ finished }: RunState): 'done' | 'failed' {
  return finished?.outcome === 'done' ? 'done' : 'failed';
}

/**
 * Returns how a phase without steps to run has ended. Such a phase does not start, but its gates are checked once.
 * `skipped` if the run ended before these gates.
 */
function endOfUnstarted(state: RunState, { gates }: PhaseState): 'done' | 'failed' | 'skipped' {
  if (gates.some(({ outcome }) => outcome === 'not-passed')) return 'failed';
  return gates.length > 0 || runEnd(state) === 'done' ? 'done' : 'skipped';
}

function standing(state: RunState, phase: PhaseState, now: number): string {
  const { changed, unchanged, failed } = phase.counts;
  switch (phase.status) {
    case 'waiting':
      if (phase.gates.length > 0) return gatesStand(phase);
      if (!state.finished) return 'waits';
      return runEnd(state) === 'done' ? 'nothing to do' : 'not started';
    case 'running': {
      const steps = `${changed + unchanged + failed} of ${count(phase.steps, 'step')}`;
      return `${steps} · ${stopwatch(now - phase.since)}${state.interrupted ? ' · stopping' : ''}`;
    }
    case 'done':
      return `${phase.steps > 0 ? `${changed} changed, ${unchanged} unchanged` : gatesStand(phase)} · ${stopwatch(phase.ms)}`;
    case 'failed':
    case 'interrupted':
      return `${phase.status} · ${stopwatch(phase.ms)}`;
  }
}

/** Names the gates that are not ready, or counts the gates if all are ready. */
function gatesStand({ gates }: PhaseState): string {
  const others = gates.filter(({ outcome }) => outcome !== 'ready');
  if (others.length > 0)
    return others.map(({ gate, outcome }) => `${gate} ${outcome ?? 'queried'}`).join(', ');
  return gates.length === 1 ? `${gates[0]?.gate} ready` : `${count(gates.length, 'gate')} ready`;
}
