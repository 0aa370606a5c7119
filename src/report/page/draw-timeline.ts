import { formatDuration } from '../../model/duration.ts';
import { html, joined, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';
import type { Bar, PhaseSpan, Timeline } from './timeline.ts';

/** Draws phases and hosts by time, and names the critical path. */
export function timelineSection({ ms, phases, hosts }: Timeline): Markup {
  if (phases.length === 0) return NOTHING;
  const critical = new Set(phases.filter(({ isCritical }) => isCritical).map(({ id }) => id));
  const gates = phases.flatMap((phase) => phase.gates);
  const rows = [
    row(
      'Phases',
      phases.map((span) => phaseBar(span, ms)),
    ),
    ...(gates.length > 0
      ? [
          row(
            'Gates',
            gates.map((bar) => barOf(bar, ms, critical)),
          ),
        ]
      : []),
    ...hosts.map(({ host, bars }) =>
      row(
        host,
        bars.map((bar) => barOf(bar, ms, critical)),
      ),
    ),
  ];
  return html`<section>
    <h2>Timeline</h2>
    <p class="soft">
      The whole width is ${formatDuration(ms)}. ${key('', 'working')}
      ${key('waiting', 'waiting for a gate or a proof')} ${key('failed', 'failed')}
      ${key('critical', 'on the critical path')}
    </p>
    ${rows}
    <h3>Critical path</h3>
    <ol>
      ${phases.filter(({ isCritical }) => isCritical).map(criticalItem)}
    </ol>
  </section>`;
}

const key = (kind: string, text: string) =>
  html`<span class="key"><span class="bar ${kind}" style="left:0;width:100%"></span></span> ${text}`;

function row(name: string, bars: readonly Markup[]): Markup {
  return html`<div class="row">
    <span>${name}</span>
    <div class="track">${bars}</div>
  </div>`;
}

function phaseBar({ id, from, ms, outcome, isCritical }: PhaseSpan, total: number): Markup {
  const kind = outcome === 'done' ? 'working' : 'failed';
  const bar = { kind, phase: id, label: `${id}: ${outcome}`, from, ms } as const;
  return barOf(bar, total, new Set(isCritical ? [id] : []));
}

/** A bar at its place. All texts are in its title too, for pointers and screen readers. */
function barOf({ kind, label, phase, from, ms }: Bar, total: number, critical: ReadonlySet<string>): Markup {
  const percent = (part: number) => `${((100 * Math.max(0, part)) / Math.max(1, total)).toFixed(2)}%`;
  const text = `${label}, ${formatDuration(ms)}`;
  const place = `left:${percent(from)};width:${percent(ms)}`;
  const classes = `bar ${kind}${critical.has(phase) ? ' critical' : ''}`;
  return html`<span
    class="${classes}"
    style="${place}"
    role="img"
    aria-label="${text}"
    title="${text}"
  ></span>`;
}

function criticalItem({ id, ms, last, gates }: PhaseSpan): Markup {
  const step = last ? [html`<li>${last.host}: ${last.label}, ${formatDuration(last.ms)}</li>`] : [];
  const waits = gates.map((gate) => html`<li>${gate.label}, ${formatDuration(gate.ms)}</li>`);
  return html`<li>
    ${id}, ${formatDuration(ms)}
    <ul>
      ${joined([...step, ...waits])}
    </ul>
  </li>`;
}
