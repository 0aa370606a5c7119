import { readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { gateOf, gatesOf } from '../../../src/registry/gates.ts';
import { GATE_NAMES, type GateName } from '../../../src/model/names.ts';
import { adviceText } from '../../support/advised.ts';
import { asAnswers, readCase, ROOT } from './case.ts';

describe.each(readdirSync(ROOT) as GateName[])('%s', (gate) => {
  test.each(readdirSync(`${ROOT}/${gate}`))('%s', (file) => {
    const { args, answers, verdict } = readCase(`${gate}/${file}`);
    const platform = gatesOf({ platform: 'cloudify' })[gate] ? 'cloudify' : 'native';
    const judged = gateOf({ platform }, gate).judge(asAnswers(answers), args);
    if (process.env['UPDATE_GOLDEN'])
      writeFileSync(
        `${ROOT}/${gate}/${file}`,
        `${JSON.stringify({ args, answers, verdict: judged }, null, 2)}\n`,
      );
    else expect(judged).toEqual(verdict);
  });
});

test('every gate has at least five cases, of which one is ready and one is not', () => {
  for (const gate of GATE_NAMES) {
    const files = readdirSync(`${ROOT}/${gate}`);
    const states = files.map((file) => readCase(`${gate}/${file}`).verdict.state);
    expect(files.length).toBeGreaterThanOrEqual(5);
    expect(new Set(states).size).toBeGreaterThan(1);
    expect(states).toContain('ready');
  }
});

test('every hint fits on two lines of a terminal, and every verdict that is not ready says what to try', () => {
  const verdicts = readdirSync(ROOT).flatMap((gate) =>
    readdirSync(`${ROOT}/${gate}`).map((file) => readCase(`${gate}/${file}`).verdict),
  );
  const hints = verdicts.flatMap(({ seen }) => seen.flatMap(({ hint }) => hint ?? []));
  expect(hints.map((hint) => String(adviceText(hint))).filter((text) => text.length > 150)).toEqual([]);
  const silent = verdicts.filter(({ state, class: cause, hint }) => state !== 'ready' && !(cause && hint));
  expect(silent).toEqual([]);
});
