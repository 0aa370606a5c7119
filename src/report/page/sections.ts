import { formatDuration } from '../../model/duration.ts';
import { nextText } from '../../model/next-step.ts';
import { count } from '../text.ts';
import type { Failure, PhaseState } from '../run/state.ts';
import { html, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';
import type { HostHealth, PageView } from './page-view.ts';

type Row = readonly (string | Markup)[];

function table(heads: readonly string[], rows: readonly Row[]): Markup {
  const head = heads.map((name) => html`<th scope="col">${name}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell, at) => html`<td data-head="${heads[at] ?? ''}">${cell}</td>`)}
      </tr>`,
  );
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

const HEALTH: Readonly<Record<HostHealth['health'], readonly [classes: string, text: string]>> = {
  ok: ['good', '✔ healthy'],
  'not-ok': ['bad', '✖ not healthy'],
  unreachable: ['bad', '✖ unreachable'],
  'not-queried': ['soft', '○ not queried'],
};

/** The hosts by role, each with its health and what the gates saw. */
export function topologySection({ health }: PageView): Markup {
  if (health.length === 0) return NOTHING;
  const roles = [...new Set(health.map(({ role }) => role))];
  return html`<section>
    <h2>Hosts</h2>
    ${roles.map(
      (role) =>
        html`<h3>${role.replace('_', ' ')}</h3>
          <ul class="hosts">
            ${health.filter((host) => host.role === role).map(hostItem)}
          </ul>`,
    )}
  </section>`;
}

function hostItem({ host, health, lines }: HostHealth): Markup {
  const [classes, text] = HEALTH[health];
  return html`<li>
    <strong>${host}</strong>
    <span class="${classes}">${text}</span>${lines.map((line) => html`<div class="soft">${line}</div>`)}
  </li>`;
}

/** The changes on each host, with the masked differences of its files. */
export function changesSection({ changes }: PageView): Markup {
  if (changes.length === 0)
    return html`<section>
      <h2>Changes</h2>
      <p>No host was changed.</p>
    </section>`;
  return html`<section>
    <h2>Changes</h2>
    ${changes.map(
      ({ host, steps }) =>
        html`<details>
          <summary>${host}: ${count(steps.length, 'change')}</summary>
          <ul>
            ${steps.map(changeItem)}
          </ul>
        </details>`,
    )}
  </section>`;
}

function changeItem({ title, ms, note, files }: PageView['changes'][number]['steps'][number]): Markup {
  const text = files.length === 0 && note !== undefined ? html`: ${note}` : NOTHING;
  return html`<li>
    ${title},
    ${formatDuration(ms)}${text}${files.map(
      ({ path, change, notes, diff }) =>
        html`<div>${path} (${[change, ...notes].join('; ')})</div>
          ${diff.length > 0 ? html`<pre tabindex="0">${diff.join('\n')}</pre>` : NOTHING}`,
    )}
  </li>`;
}

/** Failures with their cause, the next step and the last lines of the host. */
export function failuresSection({ state }: PageView, inventory: string | undefined): Markup {
  if (state.failures.length === 0) return NOTHING;
  return html`<section>
    <h2>Failures</h2>
    ${state.failures.map((failure) => failureItem(failure, inventory))}
  </section>`;
}

function failureItem(
  { host, title, outcome, lines, problem }: Failure,
  inventory: string | undefined,
): Markup {
  const log = problem?.lines ?? lines;
  return html`<h3>${host}: ${title} <span class="bad">${outcome}</span></h3>
    <dl>
      ${
        problem
          ? html`<dt>Seen</dt>
              <dd>${problem.what}</dd>`
          : NOTHING
      }${
        problem?.cause
          ? html`<dt>Cause</dt>
              <dd>${problem.cause}</dd>`
          : NOTHING
      }${
        problem?.why === undefined
          ? NOTHING
          : html`<dt>Why</dt>
              <dd>${problem.why}</dd>`
      }${
        problem?.next === undefined
          ? NOTHING
          : html`<dt>Next</dt>
              <dd>${nextText(problem.next, { inventory })}</dd>`
      }
    </dl>
    ${log.length > 0 ? html`<pre tabindex="0">${log.join('\n')}</pre>` : NOTHING}`;
}

/** The phases with their outcome and, if there is a previous run, its duration. */
export function phasesSection({ state, brief, previous }: PageView): Markup {
  const heads = ['Phase', 'Outcome', 'Changed', 'Unchanged', 'Failed', 'Time', 'Gates'];
  const rows = state.phases.map((phase) => [
    ...phaseCells(phase),
    ...(previous ? [difference(brief.phases[phase.id], previous.phases[phase.id])] : []),
  ]);
  const before = previous
    ? html`<p>
        Previous run of this command, ${new Date(previous.startedAt).toISOString()}: ${previous.outcome} in
        ${formatDuration(previous.ms)}. This run: ${difference(brief.ms, previous.ms)}.
      </p>`
    : html`<p class="soft">This machine has no earlier run of this command to compare with.</p>`;
  return html`<section>
    <h2>Phases</h2>
    ${before} ${table(previous ? [...heads, 'Against the previous run'] : heads, rows)}
  </section>`;
}

function phaseCells({ id, title, status, counts, ms, gates }: PhaseState): Row {
  const states = gates.map(({ gate, outcome }) => `${gate}: ${outcome ?? 'not finished'}`).join(', ');
  const outcome = status === 'waiting' ? 'not started' : status;
  const shown = outcome === 'failed' ? html`<span class="bad">${outcome}</span>` : outcome;
  const { changed, unchanged, failed } = counts;
  const numbers = [changed, unchanged, failed].map(String);
  return [`${id}: ${title}`, shown, ...numbers, formatDuration(ms), states];
}

function difference(now: number | undefined, before: number | undefined): string {
  if (now === undefined || before === undefined) return 'no comparison';
  if (now === before) return 'the same time';
  return `${formatDuration(Math.abs(now - before))} ${now > before ? 'longer' : 'shorter'}`;
}
