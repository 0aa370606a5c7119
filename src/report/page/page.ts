import { summarize } from '../run/summary.ts';
import { timelineSection } from './draw-timeline.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import type { PageView } from './page-view.ts';
import { changesSection, failuresSection, phasesSection, topologySection } from './sections.ts';
import { STYLE } from './style.ts';

/** Renders the page of a run: one file without scripts, which may load nothing from the network. */
export function renderPage(view: PageView, inventory?: string): string {
  const { command, cluster, warnings, finished } = view.state;
  const title = `${command} ${cluster}: ${finished?.outcome ?? 'unfinished'}`;
  const page = html`<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <main>
      <h1>${title}</h1>
      ${factsList(view)}
      <pre tabindex="0">${summarize(view.state, { inventory })}</pre>
      ${warnings.map((text) => html`<p>Warning: ${text}</p>`)} ${failuresSection(view, inventory)}
      ${phasesSection(view)} ${timelineSection(view.timeline)} ${topologySection(view)}
      ${changesSection(view)}
    </main>`;
  return `<!doctype html>
<html lang="en">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style>
${page.text}
</html>
`;
}

function factsList({ state, by, run, brief }: PageView): Markup {
  const facts: readonly (readonly [string, string])[] = [
    ['Run', `${run}${state.rehearsal ? ' (simulated hosts, simulated time)' : ''}`],
    ['Started', new Date(brief.startedAt).toISOString()],
    ...(by ? ([['By', `${by.who} on ${by.from}`]] as const) : []),
    ...(by?.version === undefined ? [] : ([['Program', `quorate ${by.version}`]] as const)),
  ];
  return html`<dl>
    ${facts.map(
      ([name, text]) =>
        html`<dt>${name}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`;
}
