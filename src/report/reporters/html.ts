import type { Reader, RunEvent } from '../../events/events.ts';
import { printable, type Rendered } from '../../model/rendered.ts';
import { formatDuration } from '../../model/duration.ts';
import { NOTHING_YET, reduce } from '../run/state.ts';
import type { PhaseState, RunState } from '../run/state.ts';
import { summarize } from '../run/summary.ts';
import type { ProblemView } from '../problems.ts';

type StepFinished = Extract<RunEvent, { kind: 'step.finished' }>;

/** Collects the state of the run, and writes the page when the run has finished. */
export function htmlReporter(
  save: (page: string) => void,
  view: Pick<ProblemView, 'inventory'> = {},
): Reader {
  let state = NOTHING_YET;
  const steps: StepFinished[] = [];
  return (event) => {
    state = reduce(state, event);
    if (event.kind === 'step.finished') steps.push(event);
    if (event.kind === 'run.finished') save(renderPage(state, steps, view));
  };
}

/** Renders a page without scripts or external files: the outcome of the run, its phases and every step. */
function renderPage(
  state: RunState,
  steps: readonly StepFinished[],
  { inventory }: Pick<ProblemView, 'inventory'> = {},
): string {
  const title = escape(`${state.command} ${state.cluster}`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p>Started ${new Date(state.startedAt).toISOString()}</p>
<pre>${escape(summarize(state, { inventory }))}</pre>
${state.warnings.map((text) => `<p>Warning: ${escape(text)}</p>`).join('\n')}
<h2>Phases</h2>
${table(['Phase', '', 'Outcome', 'Changed', 'Unchanged', 'Failed', 'Time', 'Gates'], state.phases.map(phaseRow))}
<h2>Steps</h2>
${table(['Phase', 'Host', 'Step', 'Outcome', 'Time', 'Note'], steps.map(stepRow))}
</html>
`;
}

const STYLE = [
  'body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }',
  'table { border-collapse: collapse; width: 100% }',
  'th, td { border-bottom: 1px solid #ddd; padding: .3rem .6rem; text-align: left; vertical-align: top }',
  'pre { background: #f5f5f5; overflow: auto; padding: 1rem }',
  '.failed, .unknown, .interrupted { color: #a00; font-weight: bold }',
].join('\n');

interface Row {
  readonly outcome: string;
  readonly cells: readonly Rendered[];
}

function phaseRow({ id, title, status, counts, ms, gates }: PhaseState): Row {
  const { changed, unchanged, failed } = counts;
  const reached = gates.map(({ gate, outcome }) => `${gate}: ${outcome ?? 'not finished'}`).join(', ');
  const outcome = status === 'waiting' ? 'not started' : status;
  const cells = [
    id,
    title,
    outcome,
    ...[changed, unchanged, failed].map(String),
    formatDuration(ms),
    reached,
  ];
  return { outcome, cells };
}

function stepRow({ phase, host, title, outcome, ms, note }: StepFinished): Row {
  return { outcome, cells: [phase, host, title, outcome, formatDuration(ms), note ?? ''] };
}

function table(heads: readonly string[], rows: readonly Row[]): string {
  const row = ({ outcome, cells }: Row) =>
    `<tr class="${escape(outcome)}">${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`;
  const head = heads.map((name) => `<th>${escape(name)}</th>`).join('');
  return `<table>\n<tr>${head}</tr>\n${rows.map(row).join('\n')}\n</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: Rendered): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
