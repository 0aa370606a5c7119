import type { FailureCause } from '../../model/health/gate.ts';
import type { Next } from '../../model/next-step.ts';
import type { KnownMessage, FailedHost } from './known-message.ts';
import { CERTIFICATES, REJECTED } from './messages/certificates.ts';
import { CLOCK_WARNINGS, MACHINE } from './messages/machine.ts';
import { CONNECTIONS, NAMES_AND_PORTS } from './messages/network.ts';
import { CREDENTIALS, QUORUM } from './messages/services.ts';

/** A known error that a line of a log reports. */
export interface KnownError {
  readonly cause: FailureCause;
  readonly line: string;
  /** The node, user, port or path that the line names; empty if it names none. */
  readonly named: string;
  /** The probable cause. */
  readonly why: string;
  readonly next: Next;
}

/** Causes before their consequences: a message counts only if no message of an earlier list was found. */
const RANKED: readonly (readonly KnownMessage[])[] = [
  [...CREDENTIALS, ...NAMES_AND_PORTS, ...MACHINE, ...CERTIFICATES],
  REJECTED,
  QUORUM,
  CONNECTIONS,
  CLOCK_WARNINGS,
];

/** Returns the last line with a known error, causes before consequences; undefined if there is none. */
export function knownErrorIn(lines: readonly string[], place: FailedHost): KnownError | undefined {
  const latest = [...lines].reverse();
  for (const messages of RANKED) {
    for (const line of latest) {
      const error = errorIn(line, messages, place);
      if (error) return error;
    }
  }
  return undefined;
}

function errorIn(line: string, messages: readonly KnownMessage[], place: FailedHost): KnownError | undefined {
  for (const { cause, pattern, why, next } of messages) {
    const match = pattern.exec(line);
    const named = (match?.slice(1) ?? []).filter(Boolean).join(':');
    if (match) return { cause, line, named, why: why(named, place), next: next(named, place) };
  }
  return undefined;
}

/**
 * Returns the error about the broker that most hosts name, because two brokers that reject each other both blame the
 * other. Returns any other error unchanged.
 */
export function commonError(error: KnownError, all: readonly KnownError[]): KnownError {
  if (error.cause !== 'erlang-cookie') return error;
  const named = all.filter(({ cause, named }) => cause === error.cause && named !== '');
  const votes = (one: KnownError) => named.filter((other) => other.named === one.named).length;
  const [most = error] = [...named].sort((a, b) => votes(b) - votes(a));
  return { ...most, line: error.line };
}

const LINES_QUOTED = 6;
const ERROR_OR_WARNING =
  /\b(error|fatal|critical|warn(ing)?|refused|rejected|fail(ed|ure)?|denied|no space)\b/i;
/** The last line of a RabbitMQ message: a prefix without text. */
const RABBITMQ_PREFIX_ONLY = /\] <[\d.]+>\s*$/;

/**
 * Selects the last lines with errors or warnings, without repetitions, and the line that shows the cause. Returns the
 * last lines of the log if it has no errors or warnings.
 */
export function errorLines(log: readonly string[], proof: string | undefined): readonly string[] {
  const bad = log.filter((line) => ERROR_OR_WARNING.test(line) && !RABBITMQ_PREFIX_ONLY.test(line));
  const last = new Map(bad.map((line) => [line.replace(/\d+/g, '0'), line]));
  const lines =
    last.size === 0
      ? log.slice(-LINES_QUOTED)
      : bad.filter((line) => [...last.values()].includes(line)).slice(-LINES_QUOTED);
  return proof === undefined || lines.includes(proof) ? lines : [proof, ...lines];
}
