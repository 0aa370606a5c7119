import { isDeepStrictEqual } from 'node:util';
import type { RunEvent } from '../../../events/events.ts';
import { judgeProof } from '../../../membership/proof/judge-proof.ts';
import type { Verdict } from '../../../model/health/gate.ts';
import type { ProofFacts } from '../../../model/health/recorded-facts.ts';
import { renderProof } from '../../../model/health/render-proof.ts';
import { nextAsSteps } from '../../../model/next-step.ts';
import { printable } from '../../../model/rendered.ts';
import { gateOf } from '../../../registry/gates.ts';

type Proved = Extract<RunEvent, { kind: 'proof' }>;
type Polled = Extract<RunEvent, { kind: 'gate.polled' }>;
/** An event that records a judgment. */
export type Judged = Proved | Polled | Extract<RunEvent, { kind: 'gate.finished' }>;

/** A judgment made again from recorded facts. */
interface SecondResult {
  /** The event whose facts were judged: the event itself, or the last poll with a changed verdict. */
  readonly from: number;
  /** True if the result is the recorded one. */
  readonly isSame: boolean;
  readonly lines: readonly string[];
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

export function isJudged(event: RunEvent): event is Judged {
  return event.kind === 'proof' || event.kind === 'gate.polled' || event.kind === 'gate.finished';
}
