import type { FailureClass, Verdict } from '../model/health/gate.ts';
import type { HostName } from '../model/names.ts';
import type { FailedQuery } from './classify-answer.ts';

/** What a gate found on one host; without `wrong` it is as it should be. */
export interface Finding {
  readonly host: HostName;
  readonly line: string;
  readonly wrong?: Wrong;
}

export interface Wrong {
  readonly cause: FailureClass;
  /** The command to try next. */
  readonly hint: string;
  readonly failed: boolean;
}

/** All findings as one verdict: its cause and hint are those of the first hopeless finding, else of the first wrong. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const wrongs = findings.flatMap((finding) => finding.wrong ?? []);
  const worst = wrongs.find((wrong) => wrong.failed) ?? wrongs[0];
  const seen = findings.map(({ host, line, wrong }) =>
    wrong ? { host, ok: false, line, hint: wrong.hint } : { host, ok: true, line },
  );
  if (!worst) return { state: 'ready', seen };
  return { state: worst.failed ? 'failed' : 'waiting', seen, cause: worst.cause, hint: worst.hint };
}

export function good(host: HostName, line: string): Finding {
  return { host, line };
}

/** Not as it should be, yet: asking again may find it so. */
export function bad(host: HostName, line: string, { cause, hint }: Pick<Wrong, 'cause' | 'hint'>): Finding {
  return { host, line, wrong: { cause, hint, failed: false } };
}

/** Not as it should be, and waiting cannot help. */
export function lost(host: HostName, line: string, { cause, hint }: Pick<Wrong, 'cause' | 'hint'>): Finding {
  return { host, line, wrong: { cause, hint, failed: true } };
}

/** A host that gave no usable answer. `hints`: what to try where its class has no hint of its own. */
export function unanswered(
  host: HostName,
  { line, class: cause, failed }: FailedQuery,
  hints: Partial<Record<FailureClass, string>> & { readonly otherwise: string },
): Finding {
  const hint = hints[cause] ?? GENERAL[cause]?.(host) ?? hints.otherwise;
  return { host, line, wrong: { cause, hint, failed } };
}

const GENERAL: Partial<Record<FailureClass, (host: HostName) => string>> = {
  unreachable: (host) => `look whether ${host} is up: ssh ${host} uptime`,
  certificate: (host) => `in tls.directory: openssl verify -CAfile ca.crt ${host}.crt`,
  host: (host) => `on ${host}: sshd -T | grep -i -e allowtcpforwarding -e permitopen`,
  'not-installed': (host) => `the product is not installed on ${host}: quorate deploy INVENTORY`,
};
