import type { Answer, QueryCause } from '../model/health/gate.ts';
import type { NoView } from '../model/health/membership.ts';
import type { Rendered } from '../model/rendered.ts';
import { isJson, reasonIn, summaryLine } from './answer-text.ts';
import { loginFailure } from './postgresql/answers.ts';

/** The view of a member whose answer cannot be used. */
export function noView(answer: Answer | undefined): NoView {
  return { kind: 'no-answer', cause: causeOf(answer), text: answerText(answer) };
}

/** Returns why an answer cannot be used, for an answer that its reader could not use. */
export function causeOf(answer: Answer | undefined): QueryCause {
  switch (answer?.kind) {
    case 'no-answer':
      return answer.cause;
    case 'response':
      return responseCause(answer);
    case 'exited':
      return answer.code === 126 || answer.code === 127 ? 'no-program' : 'unexpected-status';
    case 'login-denied':
      return loginFailure(answer) === undefined ? 'unexpected-status' : 'auth';
    case 'facts':
    case 'reached':
      return 'other';
    case undefined:
      return 'not-queried';
  }
}

function responseCause(answer: Extract<Answer, { kind: 'response' }>): QueryCause {
  if (answer.status === 401) return 'auth';
  return answer.status === 200 && !isJson(answer) ? 'not-json' : 'unexpected-status';
}

/** Returns an answer as one line: `HTTP 503: node is down`, `exit 2`, `no answer: refused`. */
export function answerText(answer: Answer | undefined): Rendered {
  switch (answer?.kind) {
    case 'response':
      return [`HTTP ${answer.status}`, reasonIn(answer)].filter(Boolean).join(': ');
    case 'exited':
      return [`exit ${answer.code}`, summaryLine(answer)].filter(Boolean).join(': ');
    case 'facts':
      return 'facts';
    case 'reached':
      return 'reached';
    case 'login-denied':
      return `login denied: ${answer.message}`;
    case 'no-answer':
      return `no answer: ${answer.text}`;
    case undefined:
      return 'no answer: the gate did not query this host';
  }
}
