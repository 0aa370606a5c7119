import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { GATES } from '../../../src/registry/gates.ts';
import type { Answer, Answers, GateArgs, Verdict } from '../../../src/model/health/gate.ts';
import type { GateName } from '../../../src/model/names.ts';
import { adviceText } from '../../support/advised.ts';

/** One case in each file: the answers of the hosts, the expected members and the verdict. A body may be JSON. */
interface Case {
  readonly args: GateArgs;
  readonly answers: Readonly<Record<string, Readonly<Record<string, Answer>>>>;
  readonly verdict: Verdict;
}

const ROOT = fileURLToPath(new URL('golden', import.meta.url));

function asAnswers(answers: Case['answers']): Answers {
  const text = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
  return JSON.parse(JSON.stringify(answers), (_, value: Answer) =>
    value?.kind === 'response' ? { ...value, body: text(value.body) } : value,
  ) as Answers;
}

describe.each(readdirSync(ROOT) as GateName[])('%s', (gate) => {
  test.each(readdirSync(`${ROOT}/${gate}`))('%s', (file) => {
    const path = `${ROOT}/${gate}/${file}`;
    const { args, answers, verdict } = JSON.parse(readFileSync(path, 'utf8')) as Case;
    const judged = GATES[gate].judge(asAnswers(answers), args);
    if (process.env['UPDATE_GOLDEN'])
      writeFileSync(path, `${JSON.stringify({ args, answers, verdict: judged }, null, 2)}\n`);
    else expect(judged).toEqual(verdict);
  });
});

test('every gate has at least five cases, of which one is ready and one is not', () => {
  for (const gate of Object.keys(GATES)) {
    const files = readdirSync(`${ROOT}/${gate}`);
    const states = files.map((file) => {
      const { verdict } = JSON.parse(readFileSync(`${ROOT}/${gate}/${file}`, 'utf8')) as Case;
      return verdict.state;
    });
    expect(files.length).toBeGreaterThanOrEqual(5);
    expect(new Set(states).size).toBeGreaterThan(1);
    expect(states).toContain('ready');
  }
});

test('no hint is wider than a terminal, and every verdict that is not ready says what to try', () => {
  const verdicts = readdirSync(ROOT).flatMap((gate) =>
    readdirSync(`${ROOT}/${gate}`).map(
      (file) => (JSON.parse(readFileSync(`${ROOT}/${gate}/${file}`, 'utf8')) as Case).verdict,
    ),
  );
  const hints = verdicts.flatMap(({ seen }) => seen.flatMap(({ hint }) => hint ?? []));
  expect(hints.map((hint) => String(adviceText(hint))).filter((text) => text.length > 80)).toEqual([]);
  const silent = verdicts.filter(({ state, cause, hint }) => state !== 'ready' && !(cause && hint));
  expect(silent).toEqual([]);
});
