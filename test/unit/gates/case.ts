import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Answer, Answers, GateArgs, Verdict } from '../../../src/model/health/gate.ts';

/** One case in each file: the answers of the hosts, the expected members and the verdict. A body may be JSON. */
export interface Case {
  readonly args: GateArgs;
  readonly answers: Readonly<Record<string, Readonly<Record<string, Answer>>>>;
  readonly verdict: Verdict;
}

export const ROOT = fileURLToPath(new URL('golden', import.meta.url));

/** @param name the gate and the file: `etcd-quorum/no-quorum.json` */
export function readCase(name: string): Case {
  return JSON.parse(readFileSync(`${ROOT}/${name}`, 'utf8')) as Case;
}

export function asAnswers(answers: Case['answers']): Answers {
  const text = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
  return JSON.parse(JSON.stringify(answers), (_, value: Answer) =>
    value?.kind === 'response' ? { ...value, body: text(value.body) } : value,
  ) as Answers;
}
