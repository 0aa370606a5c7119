import type { AbsolutePath } from '../model/names.ts';
import { inOrder, manual, RUN_AGAIN, commandStep, type Next } from '../model/next-step.ts';

/** A known error that a line of a log reports. */
export interface KnownError {
  readonly line: string;
  /** Index of the matching entry of `KNOWN`. */
  readonly kind: number;
  /** The node, user or text that the line names. */
  readonly named: string;
  /** The probable cause. */
  readonly why: string;
  readonly next: Next;
}

/** Names that the next steps contain and that differ between platforms. */
export interface RepairNames {
  /** The unit of systemd that runs RabbitMQ. */
  readonly brokerUnit: string;
  /** The file with the password that a manager uses for the database. */
  readonly managerConfig: AbsolutePath;
}

interface Known {
  readonly pattern: RegExp;
  /** Returns the probable cause. @param named the match of the first group of `pattern` */
  readonly why: (named: string) => string;
  readonly next: (named: string, names: RepairNames) => Next;
}

/** Log messages of the components that show the cause of a failure. A gate sees only its symptoms. */
const KNOWN: readonly Known[] = [
  {
    pattern: /Connection attempt from node rabbit@(\S+) rejected. Invalid challenge reply/,
    why: (node) => `${node} has a different Erlang cookie than the other brokers`,
    next: (node, { brokerUnit }) =>
      `on ${node}: copy /var/lib/rabbitmq/.erlang.cookie from another broker; then: systemctl restart ${brokerUnit}`,
  },
  {
    pattern: /password authentication failed for user "?([\w.@-]+)/,
    why: (user) => `the database rejects the password of ${user}`,
    next: (user, { managerConfig }) =>
      `compare the password of ${user} in the secrets, in the database, and in ${managerConfig}`,
  },
  {
    pattern: /(No space left on device|ENOSPC)/,
    why: () => 'a disk is full',
    next: () => inOrder(manual('free some space (df -h)'), RUN_AGAIN),
  },
  {
    pattern: /(certificate has expired|CERT_HAS_EXPIRED)/,
    why: () => 'a certificate has expired',
    next: () => commandStep('certificates check'),
  },
];

/** Returns the last line with a known error; undefined if there is none. */
export function knownErrorIn(lines: readonly string[], names: RepairNames): KnownError | undefined {
  for (const line of [...lines].reverse()) {
    for (const [kind, { pattern, why, next }] of KNOWN.entries()) {
      const [, named = ''] = pattern.exec(line) ?? [];
      if (named) return { line, kind, named, why: why(named), next: next(named, names) };
    }
  }
  return undefined;
}

/** Returns the error of this kind that most hosts name, because two hosts that reject each other both blame the other. */
export function commonError(error: KnownError, all: readonly KnownError[]): KnownError {
  const votes = (one: KnownError) =>
    all.filter(({ kind, named }) => kind === one.kind && named === one.named).length;
  const [most = error] = all.filter(({ kind }) => kind === error.kind).sort((a, b) => votes(b) - votes(a));
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
export function errorLines(log: readonly string[], cause: KnownError | undefined): readonly string[] {
  const bad = log.filter((line) => ERROR_OR_WARNING.test(line) && !RABBITMQ_PREFIX_ONLY.test(line));
  const last = new Map(bad.map((line) => [line.replace(/\d+/g, '0'), line]));
  if (last.size === 0) return log.slice(-LINES_QUOTED);
  const lines = bad.filter((line) => [...last.values()].includes(line)).slice(-LINES_QUOTED);
  return cause && !lines.includes(cause.line) ? [cause.line, ...lines] : lines;
}
