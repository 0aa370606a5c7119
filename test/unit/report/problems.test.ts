import { describe, expect, test } from '@jest/globals';
import { renderProblem, renderProblems } from '../../../src/report/problems.ts';
import { COLOR } from '../../../src/report/text.ts';

const long = 'the certificate of this host does not name the address that the other hosts know it by';

describe('a problem', () => {
  test('prints where and what, the quoted lines, the probable cause, and the next action', () => {
    const problem = {
      where: 'inventory.yaml:12:3',
      what: 'unknown key "brokrs"',
      lines: ['  brokrs:'],
      caret: { column: 2, width: 6 },
      why: 'no such key in an inventory',
      next: 'did you mean "brokers"?',
    };
    expect(renderProblem(problem)).toEqual([
      'inventory.yaml:12:3: unknown key "brokrs"',
      '  |   brokrs:',
      '  |   ^~~~~~',
      '  why:  no such key in an inventory',
      '  next: did you mean "brokers"?',
    ]);
  });

  test('needs no field except the fault', () => {
    expect(renderProblem({ what: 'no command is given' })).toEqual(['no command is given']);
  });

  test('wraps every field at 80 columns', () => {
    const problem = { where: 'db1', what: long, why: long, next: long, lines: [long, 'x'.repeat(200)] };
    const lines = renderProblem(problem);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.join('').replace(/[^x]/g, '')).toContain('x'.repeat(200));
  });

  test('truncates a long source line so that its caret stays below its column', () => {
    const caret = { column: 5, width: 1 };
    const lines = renderProblem({ what: 'bad', lines: ['key: ' + 'v'.repeat(100)], caret });
    expect(lines).toHaveLength(3);
    expect(lines[1]).toHaveLength(80);
    expect(lines[2]).toBe('  |      ^');
  });

  test('does not take a line of output for a caret', () => {
    const lines = renderProblem({ what: 'bad', lines: [long, '    ^'] });
    expect(lines).toEqual(['bad', `  | ${long.slice(0, 76).trimEnd()}`, expect.any(String), '  |     ^']);
  });

  test('puts the caret below its column if invisible characters come before it', () => {
    const caret = { column: 2, width: 2 };
    const lines = renderProblem({ what: 'bad', lines: ['\u001bab\u001b'], caret });
    expect(lines).toEqual(['bad', '  | \\u001bab\\u001b', `  | ${' '.repeat(7)}^~~~~~~`]);
  });

  test('keeps the indentation of quoted lines', () => {
    expect(renderProblem({ what: 'bad', lines: ['  at x'] })[1]).toBe('  |   at x');
  });

  test('is colored only on request', () => {
    const problem = { what: 'bad', lines: ['line'] };
    expect(renderProblem(problem).join('')).not.toContain('\u001b');
    expect(renderProblem(problem, { paint: COLOR }).join('')).toContain('\u001b[31mbad\u001b[39m');
  });
});

test('separates problems with an empty line', () => {
  expect(renderProblems([{ what: 'one' }, { what: 'two' }])).toBe('one\n\ntwo');
});
