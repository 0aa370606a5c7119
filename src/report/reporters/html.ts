import type { Reader, RunEvent } from '../../events/events.ts';
import type { ProblemView } from '../problems.ts';
import { renderPage } from '../page/page.ts';
import { pageView } from '../page/page-view.ts';

interface PageOptions extends Pick<ProblemView, 'inventory'> {
  /** Events of the previous run of the same command. */
  readonly previous?: readonly RunEvent[];
}

/** Number of output lines that are kept until a step ends, to explain its failure. */
const KEPT_OUTPUT = 10;

/** `end` writes the page of a run whose end is not recorded. */
type PageReader = Reader & { readonly end: () => void };

/** Collects the events of the run, and writes the page when the run has finished. */
export function htmlReporter(
  save: (page: string) => void,
  { inventory, previous }: PageOptions = {},
): PageReader {
  const events: RunEvent[] = [];
  const output = new Map<string, RunEvent[]>();
  const end = () => save(renderPage(pageView(events, previous), inventory));
  const read: Reader = (event) => {
    if (event.kind === 'step.progress' || event.kind === 'gate.polled') return;
    if (event.kind === 'step.output') {
      const lines = [...(output.get(event.step) ?? []), event];
      output.set(event.step, lines.slice(-KEPT_OUTPUT));
      return;
    }
    if (event.kind === 'step.finished') {
      if (event.outcome !== 'changed') events.push(...(output.get(event.step) ?? []));
      output.delete(event.step);
    }
    events.push(event);
    if (event.kind === 'run.finished') end();
  };
  return Object.assign(read, { end });
}
