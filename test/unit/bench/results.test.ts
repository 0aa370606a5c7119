import { expect, test } from '@jest/globals';
import { isMet } from '../../../bench/report/finding.ts';
import { withFindings } from '../../../bench/report/results.ts';
import { checksText, measuredDocument } from '../../../bench/report/table.ts';

const measured = { commit: 'abc', date: '2026-11-29', machine: '2 × CPU', versions: { node: 'v20' } };
const check = {
  what: 'quorate / script',
  value: 1.25,
  interval: [1.2, 1.3],
  unit: '×',
  atMost: 1.3,
} as const;
const finding = (work: string, value = 1.25) => ({
  id: 'B1',
  work,
  timed: [],
  checks: [{ ...check, value }],
});

test('a value meets its target, misses it, or is only reported', () => {
  expect(isMet(check)).toBe(true);
  expect(isMet({ ...check, value: 1.31 })).toBe(false);
  expect(isMet({ what: 'sent', value: 9, unit: 'KB' })).toBe(true);
  expect(isMet({ what: 'of parallel scp', value: 89, unit: '%', atLeast: 90 })).toBe(false);
});

test('the text names value, interval and verdict', () => {
  expect(checksText([finding('ten hosts'), finding('more', 2)])).toBe(
    'B1   ten hosts: quorate / script 1.25 × (1.20–1.30) met\n' +
      'B1   more: quorate / script 2 × (1.20–1.30) missed',
  );
});

test('new findings replace those of the same work only', () => {
  const benchmark = { id: 'B1' };
  const before = withFindings([], {
    benchmark,
    measured,
    findings: [finding('ten hosts'), finding('others')],
  });
  const after = withFindings(before, { benchmark, measured, findings: [finding('ten hosts', 2)] });
  expect(
    after.flatMap(({ findings }) => findings.map(({ work, checks }) => [work, checks[0]?.value])),
  ).toEqual([
    ['others', 1.25],
    ['ten hosts', 2],
  ]);
});

test('the document names commit, machine and versions once', () => {
  const text = measuredDocument([
    { id: 'B1', measured, findings: [finding('ten hosts')] },
    { id: 'B2', measured, findings: [] },
  ]);
  expect(text).toContain('| B1 | ten hosts | quorate / script | 1.25 × (1.20–1.30) | ≤ 1.30 × | met |');
  expect(text).toContain('- B1, B2: commit abc, 2026-11-29, 2 × CPU; node v20');
});
