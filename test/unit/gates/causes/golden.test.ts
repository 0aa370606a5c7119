import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CASE_NAMES, CASES, causeCase, problemOf, renderedCase } from './cause-case.ts';

describe.each(CASE_NAMES)('%s', (name) => {
  test('is classified', () => {
    expect(problemOf(name).cause).toBe(causeCase(name).cause);
  });

  test('is printed with the line that proves the cause and the next step', () => {
    const file = `${CASES}/${name}/problem.txt`;
    if (process.env['UPDATE_GOLDEN'] ?? !existsSync(file)) writeFileSync(file, renderedCase(name));
    expect(renderedCase(name)).toBe(readFileSync(file, 'utf8'));
  });
});
