import type { HostName } from '../../model/names.ts';
import type { GateState, LaneState, PhaseState, RunState } from './state.ts';
import { count, fit, stopwatch } from '../text.ts';
import { awaitedHosts, reconnectedHosts } from './waiting.ts';

/** Size of the drawing in columns and rows, and the current time. */
interface Canvas {
  readonly width: number;
  readonly rows: number;
  readonly now: number;
}

/** A line of the screen, and the lines below it while it is running. */
export interface LineFrame {
  readonly title: string;
  readonly inside: string;
  readonly ended?: 'done' | 'failed' | 'skipped';
}

/**
 * Draws the screen: a line for connecting and surveying, then a line per phase. The number of lines never changes.
 * @param canvas size of the screen; the lines below a phase have `indent` columns less
 */
export function frameOf(state: RunState, canvas: Canvas & { readonly indent: number }): readonly LineFrame[] {
  const running = state.phases.filter(({ status }) => status === 'running').length;
  const free = canvas.rows - state.phases.length - 3;
  const inside = { ...canvas, rows: Math.max(3, Math.floor(free / Math.max(1, running))) };
  return [surveyFrame(state, canvas), ...state.phases.map((phase) => phaseFrame(state, phase, inside))];
}

function surveyFrame(state: RunState, { width, rows, now }: Canvas): LineFrame {
  const { connected, surveyed, hosts } = state;
  const started = state.phases.some(({ status, gates }) => status !== 'waiting' || gates.length > 0);
  const sums = `${connected.length} of ${count(hosts.length, 'host')} connected, ${surveyed.length} surveyed`;
  const title = fit(`hosts: ${sums}${started ? '' : ` · ${stopwatch(now - state.startedAt)}`}`, width);
  const waiting = [...reconnectedHosts(state), ...awaitedHosts(state)];
  const inside = waiting.slice(0, Math.max(1, rows)).map((text) => fit(text, width));
  if (started) return { title, inside: '', ended: 'done' };
  return { title, inside: inside.join('\n'), ...(state.finished && { ended: runEnd(state) }) };
}

function runEnd({ finished }: RunState): 'done' | 'failed' {
  return finished?.outcome === 'done' ? 'done' : 'failed';
}

function phaseFrame(
  state: RunState,
  phase: PhaseState,
  canvas: Canvas & { readonly indent: number },
): LineFrame {
  const below = { ...canvas, width: canvas.width - canvas.indent };
  const title = withStatus(`${phase.id}: ${phase.title}`, standing(state, phase, canvas.now), canvas.width);
  switch (phase.status) {
    case 'done':
      return { title, inside: '', ended: 'done' };
    case 'failed':
    case 'interrupted':
      return { title, inside: '', ended: 'failed' };
    case 'waiting':
      return {
        title,
        inside: drawPhase(phase, below),
        ...(state.finished && { ended: endOfUnstarted(state, phase) }),
      };
    case 'running':
      return {
        title,
        inside: drawRunning(state, phase, below),
        ...(state.finished && { ended: runEnd(state) }),
      };
  }
}

/** Lost connections come first, because a step of their host may wait for them. */
function drawRunning(state: RunState, phase: PhaseState, canvas: Canvas): string {
  const lost = reconnectedHosts(state, phase.hosts).map((text) => fit(`reconnecting: ${text}`, canvas.width));
  const rows = Math.max(1, canvas.rows - lost.length);
  return [...lost, drawPhase(phase, { ...canvas, rows })].join('\n');
}

/** Truncates the name of a phase, but never its status. */
function withStatus(name: string, status: string, width: number): string {
  return `${fit(name, Math.max(8, width - status.length - 3))} · ${status}`;
}

/**
 * Returns how a phase without steps to run has ended. Such a phase does not start, but its gates are checked once.
 * `skipped` if the run ended before these gates.
 */
function endOfUnstarted(state: RunState, { gates }: PhaseState): 'done' | 'failed' | 'skipped' {
  if (gates.some(({ outcome }) => outcome === 'not-passed')) return 'failed';
  return gates.length > 0 ? 'done' : runEnd(state) === 'done' ? 'done' : 'skipped';
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
  if (others.length > 0) return others.map(({ gate, outcome }) => `${gate} ${outcome ?? 'asked'}`).join(', ');
  return gates.length === 1 ? `${gates[0]?.gate} ready` : `${count(gates.length, 'gate')} ready`;
}

/**
 * Draws a running phase: gates with the answer of each host, hosts with their current step and, if there is space, their
 * last line of output. At most `rows` lines of at most `width` columns; the last line counts the lines that do not fit.
 */
export function drawPhase(phase: PhaseState, { width, rows, now }: Canvas): string {
  const roomy = [...drawGates(phase, now), ...drawLanes(phase, { now, output: true })];
  const lines =
    roomy.length > rows ? [...drawGates(phase, now), ...drawLanes(phase, { now, output: false })] : roomy;
  const shown = lines.length > rows ? lines.slice(0, rows - 1) : lines;
  const hidden = lines.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`… ${count(hidden, 'line')} more`] : [])]
    .map((line) => fit(line, width))
    .join('\n');
}

function drawGates(phase: PhaseState, now: number): readonly string[] {
  return phase.gates.filter(({ outcome }) => !outcome).flatMap((gate) => drawGate(gate, now));
}

function drawGate({ gate, since, timeoutMs, verdict }: GateState, now: number): readonly string[] {
  const seen = verdict?.seen ?? [];
  const pad = padder(seen.map(({ host }) => host));
  return [
    `gate ${gate}: ${verdict?.state ?? 'asked'}, ${stopwatch(now - since)}${timeoutMs > 0 ? ` of at most ${stopwatch(timeoutMs)}` : ''}`,
    ...seen.map(({ host, ok, line }) => `  ${ok ? '✔' : '·'} ${pad(host)} ${line}`),
  ];
}

/** Lists failed hosts first, then running hosts; counts the others. */
function drawLanes(phase: PhaseState, { now, output }: { now: number; output: boolean }): readonly string[] {
  const lanes = phase.hosts.map((host) => ({ host, lane: phase.lanes[host] }));
  const failed = lanes.filter(({ lane }) => lane?.outcome);
  const working = lanes.filter(({ lane }) => lane && !lane.outcome && (lane.step ?? lane.waits));
  const pad = padder([...failed, ...working].map(({ host }) => host));
  const others = phase.hosts.length - failed.length - working.length;
  return [
    ...failed.map(
      ({ host, lane }) => `✖ ${pad(host)} ${lane?.outcome === 'failed' ? 'failed' : 'outcome unknown'}`,
    ),
    ...working.flatMap(({ host, lane }) => (lane ? drawLane(pad(host), lane, { now, output }) : [])),
    ...(others > 0 && working.length > 0
      ? [`  ${others} of ${count(phase.hosts.length, 'host')} not running`]
      : []),
  ];
}

function drawLane(
  host: string,
  { step, waits, progress, lines }: LaneState,
  { now, output }: { now: number; output: boolean },
): readonly string[] {
  if (waits || !step) return [`  ${host} waits: ${waits}`];
  const percent = progress && progress.of > 0 ? ` ${Math.floor((100 * progress.done) / progress.of)}%` : '';
  const last = output ? lines.slice(-1) : [];
  return [
    `  ${host} ${step.title}${percent} ${stopwatch(now - step.since)}`,
    ...last.map((line) => `    | ${line}`),
  ];
}

function padder(names: readonly HostName[]): (name: HostName) => string {
  const width = Math.max(0, ...names.map((name) => name.length));
  return (name) => name.padEnd(width);
}
