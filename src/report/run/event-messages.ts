import type { RunEvent, RunFact } from '../../events/events.ts';
import type { Verdict } from '../../model/health/gate.ts';
import { renderProof } from '../../model/health/render-proof.ts';
import { formatDuration } from '../../model/duration.ts';
import { printable } from '../../model/rendered.ts';
import { count } from '../text.ts';
import { retriedLine } from './waiting.ts';

type StepFact = Extract<RunFact, { step: string }>;
type GateFact = Extract<RunFact, { gate: string }>;
type HostFact = Exclude<Extract<RunFact, { host: string }>, StepFact>;
type RunWideFact = Exclude<RunFact, StepFact | GateFact | HostFact>;

/**
 * Converts an event to one line for pipes and logs. Undefined if the event is not printed.
 * @param verbose also print connections, surveys, the output of steps and the steps that changed nothing
 */
export function eventMessage(event: RunEvent, verbose: boolean): string | undefined {
  if ('step' in event) return stepWords(event, verbose);
  if ('gate' in event) return gateWords(event);
  if ('host' in event) return hostWords(event, verbose);
  return runWords(event);
}

function runWords(fact: RunWideFact): string | undefined {
  switch (fact.kind) {
    case 'run.started':
      return `${fact.command} ${fact.cluster}: ${count(fact.hosts.length, 'host')}, ${count(fact.phases.length, 'phase')}`;
    case 'lock.acquired':
      return `locked ${count(fact.hosts.length, 'host')}`;
    case 'lock.released':
      return `unlocked ${count(fact.hosts.length, 'host')}`;
    case 'phase.started':
      return `phase ${fact.phase}`;
    case 'phase.finished':
      return `phase ${fact.phase}: ${fact.outcome} in ${formatDuration(fact.ms)}`;
    case 'run.warned':
      return `warning: ${fact.text}`;
    case 'run.interrupted':
      return `${fact.signal}: no new steps; running steps finish or continue as jobs`;
    case 'run.compared':
    case 'run.finished':
      return undefined;
  }
}

function hostWords(fact: HostFact, verbose: boolean): string | undefined {
  switch (fact.kind) {
    case 'host.connected':
      return verbose ? `${fact.host}: connected in ${formatDuration(fact.ms)}` : undefined;
    case 'host.surveyed':
      return verbose ? `${fact.host}: surveyed in ${formatDuration(fact.ms)}` : undefined;
    case 'host.lost':
      return `${fact.host}: connection lost: ${fact.why}`;
    case 'host.retried':
      return fact.tries === 1 || verbose ? retriedLine(fact) : undefined;
    case 'host.not-connected':
      return verbose ? `${fact.host}: not connected: ${printable(fact.problem.what)}` : undefined;
    case 'lock.taken-over':
      return `${fact.host}: lock taken over from ${fact.from}`;
  }
}

function stepWords(fact: StepFact, verbose: boolean): string | undefined {
  switch (fact.kind) {
    case 'step.started':
      return `${fact.host}: ${fact.title}${fact.attached ? ' (still running since an earlier run)' : ''}`;
    case 'step.output':
      return verbose ? `${fact.host} | ${fact.line}` : undefined;
    case 'step.progress':
      return undefined;
    case 'step.finished':
      return finishedWords(fact, verbose);
    case 'proof':
      return `${fact.host}: ${renderProof(fact)}`;
  }
}

function finishedWords(
  fact: Extract<StepFact, { kind: 'step.finished' }>,
  verbose: boolean,
): string | undefined {
  const { host, title, outcome, ms, note } = fact;
  if (outcome === 'unchanged' && !note && !verbose) return undefined;
  const took = outcome === 'unchanged' ? '' : ` in ${formatDuration(ms)}`;
  return `${host}: ${title}: ${outcome}${took}${note ? ` (${note})` : ''}`;
}

function gateWords(fact: GateFact): string | undefined {
  switch (fact.kind) {
    case 'gate.started':
      return `gate ${fact.gate}: ${fact.title}${fact.timeoutMs > 0 ? `, at most ${formatDuration(fact.timeoutMs)}` : ''}`;
    case 'gate.polled':
      // The event gate.finished, which follows, reports that the gate is ready.
      if (fact.verdict.state === 'ready') return undefined;
      return `gate ${fact.gate}: ${fact.verdict.state}${missing(fact.verdict)}`;
    case 'gate.finished':
      return `gate ${fact.gate}: ${fact.outcome} after ${formatDuration(fact.ms)}${missing(fact.verdict)}`;
  }
}

/** Lists what the gate found on the hosts that are not ok. */
function missing({ seen }: Verdict): string {
  const lines = seen.filter(({ ok }) => !ok).map(({ host, line }) => `${host}: ${line}`);
  return lines.length > 0 ? `; ${lines.join('; ')}` : '';
}
