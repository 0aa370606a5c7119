import type { Problem } from '../errors/errors.ts';
import { fit, hang, PLAIN, type Paint } from './text.ts';

const WIDTH = 80;
const BAR = '  | ';

/**
 * One problem as lines of at most 80 columns: where and what, the lines that show it, why probably, what to do
 * next.
 */
export function renderProblem(problem: Problem, paint: Paint = PLAIN): readonly string[] {
  const head = hang('', [problem.where, problem.what].filter(Boolean).join(': '), WIDTH - 2);
  return [
    ...head.map((line, index) => paint.bad(index === 0 ? line : `  ${line}`)),
    ...quote(problem.lines ?? []).map(paint.quiet),
    ...(problem.why ? hang('  why:  ', problem.why, WIDTH) : []),
    ...(problem.next ? hang('  next: ', problem.next, WIDTH) : []),
  ];
}

/** All of them, an empty line between two. */
export function renderProblems(problems: readonly Problem[], paint: Paint = PLAIN): string {
  return problems.map((problem) => renderProblem(problem, paint).join('\n')).join('\n\n');
}

/** A caret must stay below its column, so such lines are cut; lines of a log are wrapped, nothing is lost. */
function quote(lines: readonly string[]): readonly string[] {
  const caret = lines.some((line) => /^[\s\d|]*\^[\^~]*\s*$/.test(line));
  return lines.flatMap((line) => (caret ? [BAR + fit(line, WIDTH - BAR.length)] : hang(BAR, line, WIDTH)));
}
