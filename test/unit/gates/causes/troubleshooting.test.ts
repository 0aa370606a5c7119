import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { examplesOfCauses, PAGE, troubleshootingPage } from '../../../../build/troubleshooting.ts';
import { CAUSE_NAMES } from '../../../../src/gates/causes/cause-names.ts';

test('docs/troubleshooting.md is up to date: npm run troubleshooting', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(troubleshootingPage());
});

/** Causes without a case: faults of this machine's SSH settings and of the login shell, and answers that no golden gate has. */
const WITHOUT_CASE = ['login-shell', 'not-installed', 'not-json', 'other', 'settings'];

test('every cause but these has a golden case, and every case has a cause that exists', () => {
  const shown = new Set<string>(examplesOfCauses().map(({ cause }) => cause));
  expect([...shown, ...WITHOUT_CASE].sort()).toEqual(Object.keys(CAUSE_NAMES).sort());
});
