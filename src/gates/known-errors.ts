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
  readonly says: RegExp;
  /** Returns the probable cause. @param named the match of the first group of `says` */
  readonly why: (named: string) => string;
  readonly next: (named: string, names: RepairNames) => Next;
}

/** Log messages of the components that show the cause of a failure. A gate sees only its symptoms. */
const KNOWN: readonly Known[] = [
  {
    says: /Connection attempt from node rabbit@(\S+) rejected. Invalid challenge reply/,
    why: (node) => `${node} has a different Erlang cookie than the other brokers`,
    next: (node, { brokerUnit }) =>
      `on ${node}: copy /var/lib/rabbitmq/.erlang.cookie from another broker; then: systemctl restart ${brokerUnit}`,
  },
  {
    says: /password authentication failed for user "?([\w.@-]+)/,
    why: (user) => `the database rejects the password of ${user}`,
    next: (user, { managerConfig }) =>
      `compare the password of ${user} in the secrets, in the database, and in ${managerConfig}`,
  },
  {
    says: /(No space left on device|ENOSPC)/,
    why: () => 'a disk is full',
    next: () => inOrder(manual('free some space (df -h)'), RUN_AGAIN),
  },
  {
    says: /(certificate has expired|CERT_HAS_EXPIRED)/,
    why: () => 'a certificate has expired',
    next: () => commandStep('certificates check'),
  },
];

/** Returns the last line with a known error; undefined if there is none. */
export function knownErrorIn(lines: readonly string[], names: RepairNames): KnownError | undefined {
  for (const line of [...lines].reverse()) {
    for (const [kind, { says, why, next }] of KNOWN.entries()) {
      const [, named = ''] = says.exec(line) ?? [];
      if (named) return { line, kind, named, why: why(named), next: next(named, names) };
    }
  }
  return undefined;
}

/** Returns the error of this kind that most hosts name, because two hosts that reject each other both blame the other. */
export function commonError(clue: KnownError, all: readonly KnownError[]): KnownError {
  const votes = (one: KnownError) =>
    all.filter(({ kind, named }) => kind === one.kind && named === one.named).length;
  const [most = clue] = all.filter(({ kind }) => kind === clue.kind).sort((a, b) => votes(b) - votes(a));
  return { ...most, line: clue.line };
}
