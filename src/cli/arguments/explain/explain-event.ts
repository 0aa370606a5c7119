import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, UsageError } from '../../../errors/errors.ts';
import type { RunEvent } from '../../../events/events.ts';
import { readRun } from '../../../journal/runs.ts';
import { commandStep } from '../../../model/next-step.ts';
import { LOCAL_DIRECTORY } from '../../../model/stored-formats.ts';
import { jsonOutput } from '../../terminal/json-output.ts';
import type { OutputFormat } from '../flags.ts';
import type { Edges } from '../../program-environment.ts';
import { isJudged, judgeAgain, type Judged } from './judge-again.ts';

interface ExplainedEvent {
  readonly run: string;
  readonly seq: string;
  readonly output: OutputFormat;
}

/**
 * Judges the proof or gate of an event again, with the code of this version, from the facts that the event recorded.
 * @returns 0 if the result is the recorded one, otherwise 10
 * @throws UsageError if there is no such run or event, or it has no facts
 */
export async function explainEvent(
  { run, seq, output }: ExplainedEvent,
  { io, mask }: Edges,
): Promise<number> {
  const directory = await runDirectory(run);
  const { events } = await readRun(directory);
  const event = events.find((one) => String(one.seq) === seq);
  if (!event || !isJudged(event)) throw unusable(`event ${seq} of ${run}`, event, events);
  const again = judgeAgain(event, events);
  if (!again) throw unusable(`event ${seq} of ${run}`, event, events);
  const { from, isSame, lines } = again;
  const source = from === event.seq ? '' : ` (facts of event ${from})`;
  const closing = isSame
    ? 'Judged again with the same result.'
    : 'Judged again with ANOTHER result: this version of Quorate decides differently.';
  const title = titleOf(event);
  const text = [`event ${seq}: ${title}${source}`, ...lines.map((line) => `  ${line}`), closing];
  const json = () => jsonOutput({ event: event.seq, factsOf: from, title, lines, isSame });
  io.stdout.write(`${mask.text(output === 'json' ? json() : text.join('\n'))}\n`);
  return isSame ? EXIT.done : EXIT.somethingToDo;
}

function titleOf(event: Judged): string {
  return event.kind === 'proof' ? `proof for ${event.step}` : `gate ${event.gate} after ${event.phase}`;
}

/** Finds the directory of a run by its path, or by its name in the directory of an inventory. @throws UsageError */
async function runDirectory(run: string): Promise<string> {
  const clusters = await readdir(LOCAL_DIRECTORY).catch(() => []);
  const named = clusters.flatMap((cluster) =>
    ['runs', 'rehearsals'].map((of) => join(LOCAL_DIRECTORY, cluster, of, run)),
  );
  for (const path of [run, ...named])
    if (
      await stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      )
    )
      return path;
  const next = 'specify the directory of the run, as the run prints it last';
  throw new UsageError([{ what: `there is no run ${run}`, next }]);
}

function unusable(where: string, event: RunEvent | undefined, events: readonly RunEvent[]): UsageError {
  const judged = events.filter(isJudged).map(({ seq }) => seq);
  if (!event || !isJudged(event)) {
    const what = event
      ? `this event (${event.kind}) is neither a proof nor a gate`
      : 'there is no such event';
    const next =
      judged.length === 0
        ? commandStep('runs', { flags: ['--local'] })
        : `use one of ${judged.slice(0, 20).join(', ')}`;
    return new UsageError([{ where, what, next }]);
  }
  const what = 'no facts are recorded for this event';
  const why = 'they were larger than 64 KiB, or an earlier version recorded the run';
  return new UsageError([{ where, what, why, next: 'use another event' }]);
}
