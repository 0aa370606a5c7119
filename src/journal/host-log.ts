import type { RunEvent } from '../events/events.ts';
import type { HostName } from '../model/names.ts';
import { eventMessage } from '../report/run/event-messages.ts';

interface HostLine {
  readonly host: HostName;
  readonly line: string;
}

/** Converts an event to log lines per host: steps with their output, connections, gates. */
export function hostLogLines(event: RunEvent): readonly HostLine[] {
  if (event.kind === 'gate.finished') {
    return event.verdict.seen.map(({ host, line }) => ({ host, line: `gate ${event.gate}: ${line}` }));
  }
  if (!('host' in event)) return [];
  const line = lineOf(event);
  return line ? [{ host: event.host, line }] : [];
}

function lineOf(event: RunEvent): string | undefined {
  if (event.kind === 'step.output') return `| ${event.line}`;
  if (event.kind === 'step.started') {
    return `started ${event.step}: ${event.title}${event.attached ? ' (still running since an earlier run)' : ''}`;
  }
  return event.kind === 'step.finished' ? finishedLine(event) : eventMessage(event, true);
}

function finishedLine({
  outcome,
  step,
  ms,
  note,
  problem,
}: Extract<RunEvent, { kind: 'step.finished' }>): string {
  return [`${outcome} ${step} after ${ms} ms`, note, problem?.what].filter(Boolean).join(': ');
}
