import type { HostName } from '../../model/names.ts';
import { printable } from '../../model/rendered.ts';
import { count, fit, oneLine, stopwatch } from '../text.ts';
import { formatBytes } from '../bytes.ts';
import type { LaneState, UploadProgress } from './lane-state.ts';
import type { GateState, PhaseState } from './state.ts';

/** Size of the drawing in columns and rows, and the current time. */
export interface Canvas {
  readonly width: number;
  readonly rows: number;
  readonly now: number;
}

/** Amount of detail, from the most to the least. */
const DETAILS = ['output', 'steps', 'failed'] as const;
type Detail = (typeof DETAILS)[number];

/**
 * Draws a running phase: gates with the answer of each host, hosts with their current step and, if there is space, their
 * last line of output. At most `rows` lines of at most `width` columns. If there are more, gates list only the hosts
 * that are not ready, and the last line counts the lines that do not fit.
 */
export function drawPhase(phase: PhaseState, { width, rows, now }: Canvas): readonly string[] {
  const drawings = DETAILS.map((detail) => [
    ...drawGates(phase, { now, detail }),
    ...drawLanes(phase, { now, detail }),
  ]);
  const lines = drawings.find((drawing) => drawing.length <= rows) ?? drawings.at(-1) ?? [];
  const shown = lines.length > rows ? lines.slice(0, rows - 1) : lines;
  const hidden = lines.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`… ${count(hidden, 'line')} more`] : [])].map((line) =>
    fit(oneLine(line), width),
  );
}

interface View {
  readonly now: number;
  readonly detail: Detail;
}

function drawGates(phase: PhaseState, view: View): readonly string[] {
  return phase.gates.filter(({ outcome }) => !outcome).flatMap((gate) => drawGate(gate, view));
}

function drawGate({ gate, since, timeoutMs, verdict }: GateState, { now, detail }: View): readonly string[] {
  const seen = verdict?.seen ?? [];
  const listed = detail === 'failed' ? seen.filter(({ ok }) => !ok) : seen;
  const pad = padder(listed.map(({ host }) => host));
  const left = seen.length - listed.length;
  return [
    `gate ${gate}: ${verdict?.state ?? 'queried'}, ${stopwatch(now - since)}${timeoutMs > 0 ? ` of at most ${stopwatch(timeoutMs)}` : ''}`,
    ...listed.map(({ host, ok, line }) => `  ${ok ? '✔' : '·'} ${pad(host)} ${line}`),
    ...(left > 0 ? [`  ✔ ${count(left, 'other host')}`] : []),
  ];
}

/** Lists failed hosts first, then running hosts, the longest-running first; counts the others. */
function drawLanes(phase: PhaseState, view: View): readonly string[] {
  const lanes = phase.hosts.map((host) => ({ host, lane: phase.lanes[host] }));
  const failed = lanes.filter(({ lane }) => lane?.outcome);
  const working = lanes
    .flatMap(({ host, lane }) => (lane && isWorking(lane) ? [{ host, lane }] : []))
    .sort((a, b) => (a.lane.step?.since ?? Infinity) - (b.lane.step?.since ?? Infinity) || 0);
  const pad = padder([...failed, ...working].map(({ host }) => host));
  const others = phase.hosts.length - failed.length - working.length;
  return [
    ...failed.map(
      ({ host, lane }) => `✖ ${pad(host)} ${lane?.outcome === 'failed' ? 'failed' : 'outcome unknown'}`,
    ),
    ...working.flatMap(({ host, lane }) => drawLane(pad(host), lane, view)),
    ...(others > 0 && working.length > 0
      ? [`  ${others} of ${count(phase.hosts.length, 'host')} not running`]
      : []),
  ];
}

function isWorking({ outcome, step, waits }: LaneState): boolean {
  return !outcome && Boolean(step ?? printable(waits));
}

function drawLane(
  host: string,
  { step, waits, progress, lines }: LaneState,
  { now, detail }: View,
): readonly string[] {
  if (printable(waits) || !step) return [`  ${host} waits: ${waits}`];
  const sent = progress && progress.of > 0 ? ` ${uploadText(progress)}` : '';
  const last = detail === 'output' ? lines.slice(-1) : [];
  return [
    `  ${host} ${step.title}${sent} ${stopwatch(now - step.since)}`,
    ...last.map((line) => `    | ${line}`),
  ];
}

/** The amount sent, the total and the rate: `12.0 of 48.0 MiB, 3.1 MiB/s`. */
function uploadText({ done, of, at, first }: UploadProgress): string {
  const [total, sent] = [formatBytes(of), formatBytes(done)];
  const unit = total.slice(total.indexOf(' '));
  const amount = `${sent.endsWith(unit) ? sent.slice(0, -unit.length) : sent} of ${total}`;
  if (at <= first.at) return amount;
  return `${amount}, ${formatBytes(((done - first.done) * 1000) / (at - first.at))}/s`;
}

function padder(names: readonly HostName[]): (name: HostName) => string {
  const width = Math.max(0, ...names.map((name) => name.length));
  return (name) => name.padEnd(width);
}
