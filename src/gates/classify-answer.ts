import type { Answer, FailureClass, QueryCause } from '../model/health/gate.ts';
import { answerText, causeOf } from '../components/unusable-answer.ts';
import type { Rendered } from '../model/rendered.ts';

/** The reason why an answer cannot be used. */
export interface FailedQuery {
  readonly cause: QueryCause;
  readonly class: FailureClass;
  readonly line: Rendered;
  /** True if waiting does not help. */
  readonly failed: boolean;
}

type Meaning = Pick<FailedQuery, 'class' | 'failed'>;

const UNREACHABLE: Meaning = { class: 'unreachable', failed: false };
const WRONG_CERTIFICATE: Meaning = { class: 'certificate', failed: true };

/**
 * The class of each cause, and whether waiting cannot help. Waiting may help if a service refuses connections or does
 * not speak TLS, because it may be starting. A wrong certificate stays wrong.
 */
const MEANINGS: Readonly<Record<QueryCause, Meaning>> = {
  refused: { class: 'settling', failed: false },
  timeout: UNREACHABLE,
  'no-route': UNREACHABLE,
  'unknown-name': UNREACHABLE,
  'forwarding-denied': { class: 'host', failed: true },
  'connection-lost': UNREACHABLE,
  closed: UNREACHABLE,
  tls: { class: 'certificate', failed: false },
  'certificate-untrusted': WRONG_CERTIFICATE,
  'certificate-name': WRONG_CERTIFICATE,
  'certificate-expired': WRONG_CERTIFICATE,
  'certificate-not-yet-valid': WRONG_CERTIFICATE,
  'client-certificate': WRONG_CERTIFICATE,
  other: UNREACHABLE,
  auth: { class: 'credentials', failed: true },
  'unexpected-status': { class: 'health', failed: false },
  'not-json': { class: 'health', failed: false },
  'no-program': { class: 'not-installed', failed: false },
  'not-queried': UNREACHABLE,
};

/**
 * Classifies an answer that cannot be used. Returns undefined for a usable answer.
 * @param good the status codes (or exit codes) of a usable answer
 */
export function classifyAnswer(
  answer: Answer | undefined,
  ...good: readonly number[]
): FailedQuery | undefined {
  if (isUsable(answer, good)) return undefined;
  const cause = causeOf(answer);
  return { cause, line: answerText(answer), ...MEANINGS[cause] };
}

function isUsable(answer: Answer | undefined, good: readonly number[]): boolean {
  switch (answer?.kind) {
    case 'response':
      return good.includes(answer.status);
    case 'exited':
      return good.includes(answer.code);
    case 'facts':
    case 'reached':
      return true;
    case 'login-denied':
    case 'no-answer':
    case undefined:
      return false;
  }
}
