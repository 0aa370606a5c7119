import type { Clock } from '../clock/clock.ts';
import type { Emit, Reader, RunEvent, RunFact } from './events.ts';
import { FORMAT } from '../model/stored-formats.ts';

interface EmitOptions {
  readonly run: string;
  readonly clock: Clock;
  /** Masks every secret in one line of text. */
  readonly redact: (line: string) => string;
  readonly readers: readonly Reader[];
}

/** Maximum number of characters of one line that readers receive. */
const LONGEST = 16_384;
/** Maximum number of characters of the facts of a proof or a gate. */
const LARGEST_FACTS = 65_536;
/**
 * Keys whose values are fixed words of the event format. Their values are not masked, because a secret that equals such
 * a word must not change the meaning of an event.
 */
const CLOSED = new Set(['kind', 'outcome', 'state', 'class']);

/**
 * Returns a function that adds run, number and time to a fact, masks its secrets and passes it to every reader. A
 * reader that throws is not called again; the other readers get one warning about it, and the caller gets no error.
 */
export function createEmit({ run, clock, redact, readers }: EmitOptions): Emit {
  const listening = new Set(readers);
  let seq = 0;

  const emit: Emit = (fact) => {
    const event = {
      v: FORMAT,
      run,
      seq: ++seq,
      at: clock.now(),
      ...redactAll(fact, redact),
    } satisfies RunEvent;
    const failures = deliver(event, listening);
    // run.finished is the last event, so no warning can follow it.
    if (fact.kind === 'run.finished') return;
    for (const why of failures)
      emit({ kind: 'run.warned', text: `an output, such as the log files, has stopped: ${why}` });
  };
  return emit;
}

/** @returns why each reader failed that is now disabled */
function deliver(event: RunEvent, listening: Set<Reader>): readonly string[] {
  const failures: string[] = [];
  for (const reader of [...listening]) {
    try {
      reader(event);
    } catch (error) {
      listening.delete(reader);
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  return failures;
}

function redactAll(fact: RunFact, redact: (line: string) => string): RunFact {
  const byLine = (mask: (line: string) => string) => (text: string) => text.split('\n').map(mask).join('\n');
  if (!('facts' in fact) || !fact.facts)
    return withEachText(
      fact,
      byLine((line) => cut(redact(line))),
    );
  const { facts: unmasked, ...others } = fact;
  // A truncated answer would be judged differently, so that facts are recorded as a whole or not at all.
  const facts = withEachText(unmasked, byLine(redact));
  const recorded = JSON.stringify(facts).length > LARGEST_FACTS ? { factsOmitted: 'too-large' } : { facts };
  return { ...redactAll(others, redact), ...recorded } as RunFact;
}

/** Truncates a long line after masking, so that no part of a secret remains. */
function cut(line: string): string {
  if (line.length <= LONGEST) return line;
  return `${line.slice(0, LONGEST)} … ${line.length - LONGEST} more characters`;
}

/** Changes every text within plain data, except the values of `kind`, `outcome`, `state` and `class`. */
export function withEachText<T>(value: T, change: (text: string) => string): T {
  const changed = (part: unknown): unknown => {
    if (typeof part === 'string') return change(part);
    if (Array.isArray(part)) return part.map(changed);
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).map(([key, item]) => [
      key,
      CLOSED.has(key) ? (item as unknown) : changed(item),
    ]);
    return Object.fromEntries(entries);
  };
  return changed(value) as T;
}
