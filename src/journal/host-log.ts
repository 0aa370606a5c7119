import type { RunEvent } from '../events/events.ts';
import type { HostName } from '../model/names.ts';
import { inWords } from '../report/words.ts';

/** What an event says of single hosts, one line each: their steps with all output, connections, gates. */
export function hostLogLines(event: RunEvent): readonly { readonly host: HostName; readonly line: string }[] {
  switch (event.kind) {
    case 'step.output':
      return [{ host: event.host, line: `| ${event.line}` }];
    case 'gate.finished':
      return event.verdict.seen.map(({ host, line }) => ({ host, line: `gate ${event.gate}: ${line}` }));
    case 'step.started':
      return [
        {
          host: event.host,
          line: `started ${event.step}: ${event.title}${event.attached ? ' (attached)' : ''}`,
        },
      ];
    case 'step.finished':
      return [{ host: event.host, line: finishedLine(event) }];
    default: {
      const line = 'host' in event ? inWords(event, true) : undefined;
      return 'host' in event && line ? [{ host: event.host, line }] : [];
    }
  }
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
