import type { FailureCause, FailureClass, Verdict } from '../model/health/gate.ts';
import type { HostName } from '../model/names.ts';
import type { FailedQuery } from './classify-answer.ts';
import { commandStep, shellOn, type Next } from '../model/next-step.ts';
import type { Rendered } from '../model/rendered.ts';

/** The state of one host, as a gate judges it; without `wrong`, it is good. */
export interface Finding {
  readonly host: HostName;
  readonly line: Rendered;
  readonly wrong?: Wrong;
}

interface Wrong {
  readonly class: FailureClass;
  readonly hint: Next;
  /** Set if the answers of the host prove it. */
  readonly cause?: FailureCause;
  readonly failed: boolean;
}

/** All findings as one verdict, with the class and hint of the first failed finding, or else of the first wrong one. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const wrongs = findings.flatMap((finding) => finding.wrong ?? []);
  const worst = wrongs.find((wrong) => wrong.failed) ?? wrongs[0];
  const seen = findings.map(({ host, line, wrong }) =>
    wrong
      ? { host, ok: false, line, hint: wrong.hint, ...(wrong.cause && { cause: wrong.cause }) }
      : { host, ok: true, line },
  );
  if (!worst) return { state: 'ready', seen };
  return { state: worst.failed ? 'failed' : 'waiting', seen, class: worst.class, hint: worst.hint };
}

export function good(host: HostName, line: Rendered): Finding {
  return { host, line };
}

/** A finding of a fault that may end by itself. */
export function bad(host: HostName, line: Rendered, wrong: Omit<Wrong, 'failed'>): Finding {
  return { host, line, wrong: { ...wrong, failed: false } };
}

/** A finding of a fault that does not end by itself. */
export function lost(host: HostName, line: Rendered, wrong: Omit<Wrong, 'failed'>): Finding {
  return { host, line, wrong: { ...wrong, failed: true } };
}

/**
 * The finding for a host that gave no usable answer.
 * @param hints by failure class. A class without one has a general hint, or else `otherwise`.
 */
export function unanswered(
  host: HostName,
  { line, cause, class: of, failed }: FailedQuery,
  hints: Partial<Record<FailureClass, Next>> & { readonly otherwise: Next },
): Finding {
  const hint = hints[of] ?? GENERAL[of]?.(host) ?? hints.otherwise;
  return { host, line, wrong: { class: of, hint, cause, failed } };
}

const GENERAL: Partial<Record<FailureClass, (host: HostName) => Next>> = {
  unreachable: (host) => commandStep('check', { purpose: `check that ${host} is up` }),
  certificate: () => commandStep('certificates check'),
  host: (host) => shellOn(host, 'sshd -T | grep -i -e disableforwarding -e allowtcpforwarding -e permitopen'),
  'not-installed': (host) => commandStep('deploy', { purpose: `the product is not installed on ${host}` }),
};
