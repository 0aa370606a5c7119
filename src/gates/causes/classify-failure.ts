import type { FailureCause, FailureClass } from '../../model/health/gate.ts';
import type { Facts } from '../../model/host/facts.ts';
import { inOrder, manual, RUN_AGAIN, shellOn, type Next } from '../../model/next-step.ts';
import type { Rendered } from '../../model/rendered.ts';
import { CAUSE_NAMES } from './cause-names.ts';
import type { KnownError } from './known-error.ts';
import type { FailedHost } from './known-message.ts';

/** Facts about a failed step or about one host of a failed gate. */
interface FailureFacts {
  readonly failedHost: FailedHost;
  /** From the output of the step or the log of the service. */
  readonly known?: KnownError | undefined;
  /** The exit code of the failed command. */
  readonly exit?: number | undefined;
  /** Cause that the answers of the host to the gate's queries prove. */
  readonly answered?: FailureCause | undefined;
  readonly class?: FailureClass | undefined;
  /** Read on the host after the failure. */
  readonly machine?: Pick<Facts, 'diskFree' | 'listening'> | undefined;
}

/** The cause of a failure, and what proves it. */
interface Diagnosis {
  readonly cause: FailureCause;
  /** The line that proves the cause, or the fact in a line. */
  readonly proof?: string;
  readonly why: Rendered;
  readonly next?: Next;
}

/** Below this, in bytes, programs fail because the disk is full. */
const FULL_BELOW = 2 ** 20;
/** 128 and the number of SIGKILL, which the kernel, systemd or an operator sends. */
export const KILLED = 137;
/** A shell returns it for a command that does not exist. */
const NO_PROGRAM = 127;

/** Answers that name the fault exactly. They are newer than any line of a log. */
const EXACT: readonly FailureCause[] = [
  ...(['unknown-name', 'forwarding-denied', 'certificate-name', 'certificate-untrusted'] as const),
  ...(['certificate-expired', 'certificate-not-yet-valid', 'client-certificate', 'membership'] as const),
  ...(['auth', 'no-route'] as const),
];

/** Classes that a gate reports with a line that says everything. */
const CLASS_CAUSES: Readonly<Record<FailureClass, FailureCause>> = {
  unreachable: 'unknown',
  'not-installed': 'not-installed',
  certificate: 'certificate-untrusted',
  credentials: 'auth',
  membership: 'membership',
  health: 'unknown',
  host: 'host',
  settling: 'settling',
};

/** Returns the probable cause of a failure; `unknown` if no fact shows it. */
export function classifyFailure(facts: FailureFacts): Diagnosis {
  const { answered, class: of, known } = facts;
  // A line about the same cause says more, such as the user.
  if (answered && EXACT.includes(answered) && known?.cause !== answered) return named(answered);
  if (known) return fromMessage(known, facts);
  return fromMachine(facts) ?? fromExit(facts) ?? named(answered ?? (of ? CLASS_CAUSES[of] : 'unknown'));
}

function named(cause: FailureCause): Diagnosis {
  return { cause, why: cause === 'unknown' ? 'unknown cause' : `cause: ${CAUSE_NAMES[cause]}` };
}

function because(cause: FailureCause, why: string, more: Pick<Diagnosis, 'proof' | 'next'>): Diagnosis {
  return { cause, why: `${CAUSE_NAMES[cause]}: ${why}`, ...more };
}

function fromMessage(
  { cause, line, named: port, why, next }: KnownError,
  { machine }: FailureFacts,
): Diagnosis {
  const holder = cause === 'port-taken' && machine?.listening.find((one) => String(one.port) === port);
  const by = holder && holder.by ? `: ${holder.by}` : '';
  return because(cause, `${why}${by}`, { proof: line, next });
}

function fromMachine({ machine, failedHost: { host } }: FailureFacts): Diagnosis | undefined {
  const [full] = Object.entries(machine?.diskFree ?? {}).find(([, free]) => free < FULL_BELOW) ?? [];
  if (full === undefined) return undefined;
  const next = inOrder(shellOn(host, `df -h ${full}`), manual('free some space'), RUN_AGAIN);
  return because('disk-full', `${full} is full`, { proof: `${host}: less than 1 MB free in ${full}`, next });
}

function fromExit({ exit, failedHost: { host } }: FailureFacts): Diagnosis | undefined {
  if (exit === KILLED) {
    const next = inOrder(shellOn(host, 'journalctl --since=-15min', 'find out what killed it'), RUN_AGAIN);
    const why = 'unknown cause: the command was killed (signal 9); the log of the kernel does not show why';
    return { cause: 'unknown', why, next };
  }
  if (exit !== NO_PROGRAM) return undefined;
  const next = inOrder(manual(`install on ${host} the program that the output names`), RUN_AGAIN);
  return because('no-program', `the command does not exist on ${host}`, { next });
}
