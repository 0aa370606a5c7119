import { isDeepStrictEqual } from 'node:util';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, UsageError } from '../../errors/errors.ts';
import type { RunEvent } from '../../events/events.ts';
import { readRun } from '../../journal/runs.ts';
import { judgeProof } from '../../membership/proof/judge-proof.ts';
import type { Verdict } from '../../model/health/gate.ts';
import { renderProof } from '../../model/health/render-proof.ts';
import type { ProofFacts } from '../../model/health/recorded-facts.ts';
import { commandStep, nextAsSteps } from '../../model/next-step.ts';
import { printable } from '../../model/rendered.ts';
import { LOCAL_DIRECTORY } from '../../model/stored-formats.ts';
import { gateOf } from '../../registry/gates.ts';
import type { Edges } from '../program-environment.ts';

type Proved = Extract<RunEvent, { kind: 'proof' }>;
type Polled = Extract<RunEvent, { kind: 'gate.polled' }>;
type Judged = Proved | Polled | Extract<RunEvent, { kind: 'gate.finished' }>;

/** A judgment made again from recorded facts. */
export interface SecondResult {
  /** The event whose facts were judged: the event itself, or the last poll with a changed verdict. */
  readonly from: number;
  /** True if the result is the recorded one. */
  readonly isSame: boolean;
  readonly lines: readonly string[];
}

/**
 * Judges the proof or gate of an event again, with the code of this version, from the facts that the event recorded.
 * @returns 0 if the result is the recorded one, otherwise 10
 * @throws UsageError if there is no such run or event, or it has no facts
 */
export async function explainEvent(run: string, seq: string, { io, mask }: Edges): Promise<number> {
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
  const text = [`event ${seq}: ${titleOf(event)}${source}`, ...lines.map((line) => `  ${line}`), closing];
  io.stdout.write(`${mask.text(text.join('\n'))}\n`);
  return isSame ? EXIT.done : EXIT.somethingToDo;
}

/** Judges an event again. Returns undefined if no facts are recorded. */
export function judgeAgain(event: Judged, events: readonly RunEvent[]): SecondResult | undefined {
  if (event.kind === 'proof') return event.facts && proofAgain(event, event.facts);
  const source = events.findLast(
    (one): one is Polled =>
      one.kind === 'gate.polled' && one.gate === event.gate && one.seq <= event.seq && !isUnrecorded(one),
  );
  if (!source?.facts) return undefined;
  const { platform, args, answers } = source.facts;
  const verdict = gateOf({ platform }, event.gate).judge(answers, args);
  // A gate that an interruption ends counts as waiting, whatever its last answers were.
  const isEnded = event.kind === 'gate.finished' && event.outcome === 'not-passed';
  const recorded = isEnded ? { ...event.verdict, state: source.verdict.state } : event.verdict;
  const isSame = isDeepStrictEqual(asStored(verdict), asStored(recorded));
  return { from: source.seq, isSame, lines: verdictLines(verdict) };
}

/** True for a poll with the verdict of the poll before, which has the facts. */
function isUnrecorded({ facts, factsOmitted }: Polled): boolean {
  return !facts && !factsOmitted;
}

function proofAgain({ seq, state, clauses, next }: Proved, facts: ProofFacts): SecondResult {
  const proof = judgeProof(facts);
  const recorded = { state, clauses, ...(next && { next }) };
  const { service, member, kind } = facts.operation;
  const members = facts.membership.expected.map(({ host, standing }) => `${host} (${standing})`).join(', ');
  const lines = [
    `operation: ${kind} ${member} (${service})`,
    `members: ${members}`,
    `result: ${proof.state}`,
    printable(renderProof(proof)),
  ];
  return { from: seq, isSame: isDeepStrictEqual(asStored(proof), asStored(recorded)), lines };
}

function verdictLines({ state, seen }: Verdict): readonly string[] {
  return [
    `result: ${state}`,
    ...seen.map(({ host, ok, line }) => `${host}: ${ok ? 'ok' : 'NOT ok'}: ${printable(line)}`),
  ];
}

/** Data as the journal stores it. */
function asStored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, nextAsSteps));
}

function isJudged(event: RunEvent): event is Judged {
  return event.kind === 'proof' || event.kind === 'gate.polled' || event.kind === 'gate.finished';
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
