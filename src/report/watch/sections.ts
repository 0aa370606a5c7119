import type { EpochMs } from '../../model/duration.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Role } from '../../model/names.ts';
import { html, joined, NOTHING } from '../page/markup.ts';
import type { Markup } from '../page/markup.ts';
import type { ScreenLine } from '../run/draw.ts';
import { summarize } from '../run/summary.ts';
import { marginText } from '../tables/margins.ts';
import { stateText } from '../tables/status-table.ts';
import { timeText } from '../text.ts';
import { frameAt, shownHost } from './watch-text.ts';
import type { WatchedHost, WatchView } from './watch-view.ts';
import { runTitle } from './watched-run.ts';
import type { WatchedRun } from './watched-run.ts';

const ROLES: Readonly<Record<Role, string>> = {
  database: 'Databases',
  broker: 'Brokers',
  manager: 'Managers',
  load_balancer: 'Load balancers',
};

/** Columns and rows of a run on the page. */
const FRAME = { width: 160, rows: 60 };

/** The hosts by role, the number of members that each service can lose, and the gates. */
export function hostsSection(view: WatchView, intervalMs: number): Markup {
  const roles = Object.keys(ROLES) as readonly Role[];
  const short = view.services.some(({ margin }) => margin < 1);
  return html`<p class="soft">Read at ${timeText(view.at)} UTC, every ${formatDuration(intervalMs)}.</p>
    <p class="margin ${short ? 'bad' : 'good'}">${marginText(view.services)}</p>
    ${roles.map((role) => roleSection(role, view.hosts))} ${gatesSection(view.gates)}`;
}

function roleSection(role: Role, hosts: readonly WatchedHost[]): Markup {
  const own = hosts.filter((host) => host.role === role);
  if (own.length === 0) return NOTHING;
  return html`<section>
    <h3>${ROLES[role]}</h3>
    <ul class="hosts">
      ${own.map(hostItem)}
    </ul>
  </section>`;
}

function hostItem(host: WatchedHost): Markup {
  const { part, detail, lag, certificateDays: days, backends = [], state } = shownHost(host);
  const kind = state === 'ok' ? 'good' : 'bad';
  return html`<li class="${host.isCurrent ? 'current' : 'past'}">
    <strong>${host.host}</strong> <span class="${kind}">${stateText(state)}</span> ${part}
    ${lag === undefined ? NOTHING : html`<div>lag: ${String(lag)} bytes</div>`}
    <div class="soft">${detail}</div>
    ${days === undefined ? NOTHING : certificateLine(days)}
    ${
      backends.length > 0
        ? html`<ul class="backends">
            ${backends.map(
              ({ proxy, name, status }) =>
                html`<li>
                  ${proxy}/${name}
                  <span class="${/^(UP|no check)/.test(status) ? 'good' : 'bad'}">${status}</span>
                </li>`,
            )}
          </ul>`
        : NOTHING
    }
  </li>`;
}

function certificateLine(days: number): Markup {
  if (days < 0) return html`<div class="bad">certificate EXPIRED</div>`;
  return html`<div class="${days < 30 ? 'bad' : 'soft'}">certificate: ${String(days)} days left</div>`;
}

function gatesSection(gates: WatchView['gates']): Markup {
  return html`<section>
    <h3>Gates</h3>
    <ul>
      ${gates.map(
        ({ gate, state, notOk }) =>
          html`<li>
            ${gate}: <span class="${state === 'ready' ? 'good' : 'bad'}">${state}</span>
            ${notOk.map((line) => html`<div class="soft">${line}</div>`)}
          </li>`,
      )}
    </ul>
  </section>`;
}

/** The newest run: its phases with the steps that run now, the last messages, and how it ended. */
export function runSection(run: WatchedRun | undefined, now: EpochMs, inventory: string): Markup {
  if (!run) return html`<p>No run on this machine yet.</p>`;
  const { state, messages, run: id } = run;
  return html`<p>
      <strong>${runTitle(run, now)}</strong>
      <span class="soft">Run ${id}, started ${timeText(state.startedAt)} UTC.</span>
    </p>
    ${state.warnings.map((text) => html`<p>Warning: ${text}</p>`)} ${frameBlock(frameAt(run, now, FRAME))}
    ${state.finished ? html`<pre tabindex="0">${summarize(state, { inventory })}</pre>` : NOTHING}
    <h3>Last messages</h3>
    <ul class="messages">
      ${messages.map(({ at, text }) => html`<li><span class="soft">${timeText(at).slice(11)}</span> ${text}</li>`)}
    </ul>`;
}

function frameBlock(lines: readonly ScreenLine[]): Markup {
  const rows = lines.map(({ state, text }) =>
    state === undefined
      ? html`<div class="inside">${text.trimStart()}</div>`
      : html`<div class="line ${state}">
          <span class="${state === 'failed' ? 'bad' : 'soft'}">${state}</span> ${text}
        </div>`,
  );
  return html`<div class="frame">${joined(rows)}</div>`;
}
