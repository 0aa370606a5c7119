import type { Answer } from '../model/health/gate.ts';
import { isFields, jsonOf, textOf } from './json.ts';

export function isJson(answer: Extract<Answer, { kind: 'response' }>): boolean {
  return jsonOf(answer, answer.status) !== undefined;
}

/** The reason that a server gives in the JSON body of a response; empty if it gives none. */
export function reasonIn(answer: Extract<Answer, { kind: 'response' }>): string {
  const body = jsonOf(answer, answer.status);
  return isFields(body) ? textOf(body, 'reason') : '';
}

/** The last line of what a command printed to stderr, or to stdout if stderr is empty. */
export function summaryLine({ stdout, stderr }: Extract<Answer, { kind: 'exited' }>): string {
  return lastLine(stderr) || lastLine(stdout);
}

/** Returns the last line without the colors of the product's log lines. */
function lastLine(text: string): string {
  const plain = text.replace(/\u001b\[[\d;]*m/g, '');
  return plain.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
