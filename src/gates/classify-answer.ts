import type { Answer, Cause } from '../model/health/gate.ts';
import { isFields, jsonOf, textOf } from '../components/json.ts';

/** Why an answer is of no use. `hopeless`: waiting does not help. */
export interface FailedQuery {
  readonly cause: Cause;
  readonly line: string;
  readonly hopeless: boolean;
}

/** In the transport's words for silence. A service that starts may refuse or not speak TLS yet; its certificate stays. */
const SILENCES: readonly (Omit<FailedQuery, 'line'> & { readonly says: RegExp })[] = [
  { says: /certificate/i, cause: 'certificate', hopeless: true },
  { says: /AllowTcpForwarding/, cause: 'host', hopeless: true },
  { says: /\bTLS\b/, cause: 'certificate', hopeless: false },
  { says: /refused/i, cause: 'settling', hopeless: false },
];

/**
 * What stands between a question and its answer: nobody, TLS, credentials, an unexpected status.
 * @param good the status codes (or exit codes) that are an answer
 */
export function classifyAnswer(
  answer: Answer | undefined,
  ...good: readonly number[]
): FailedQuery | undefined {
  const line = answerText(answer);
  switch (answer?.kind) {
    case 'response':
      return good.includes(answer.status) ? undefined : statusTrouble(answer.status, line);
    case 'exited':
      return good.includes(answer.code)
        ? undefined
        : { cause: exitCause(answer.code), line, hopeless: false };
    case 'facts':
    case 'reached':
      return undefined;
    case 'turned-away':
      return { cause: awayCause(answer.code), line, hopeless: awayCause(answer.code) === 'credentials' };
    case 'silent':
      return silenceTrouble(answer.why, line);
    case undefined:
      return { cause: 'unreachable', line, hopeless: false };
  }
}

function statusTrouble(status: number, line: string): FailedQuery {
  const refused = status === 401;
  return { cause: refused ? 'credentials' : 'health', line, hopeless: refused };
}

/** SQLSTATE classes 28 (authorization) and 3D (no such database): nobody mends that by waiting. */
function awayCause(code: string): Cause {
  return /^(28|3D)/.test(code) ? 'credentials' : 'health';
}

function exitCause(code: number): Cause {
  return code === 126 || code === 127 ? 'not-installed' : 'health';
}

function silenceTrouble(why: string, line: string): FailedQuery {
  const { cause, hopeless } = SILENCES.find(({ says }) => says.test(why)) ?? {
    cause: 'unreachable',
    hopeless: false,
  };
  return { cause, line, hopeless };
}

/** An answer in a few words: `HTTP 503: node is down`, `exit 2`, `no answer: refused`. */
export function answerText(answer: Answer | undefined): string {
  switch (answer?.kind) {
    case 'response':
      return [`HTTP ${answer.status}`, reasonIn(answer)].filter(Boolean).join(': ');
    case 'exited':
      return [`exit ${answer.code}`, lastLine(answer.stderr) || lastLine(answer.stdout)]
        .filter(Boolean)
        .join(': ');
    case 'facts':
      return 'facts';
    case 'reached':
      return 'reached';
    case 'turned-away':
      return `turned away: ${answer.message}`;
    case 'silent':
      return `no answer: ${answer.why}`;
    case undefined:
      return 'no answer: it was not asked';
  }
}

function reasonIn(answer: Extract<Answer, { kind: 'response' }>): string {
  const said = jsonOf(answer, answer.status);
  return isFields(said) ? textOf(said, 'reason') : '';
}

/** Without the colours of the product's log lines. */
function lastLine(text: string): string {
  const plain = text.replace(/\u001b\[[\d;]*m/g, '');
  return plain.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
