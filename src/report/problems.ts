import type { Problem } from '../errors/errors.ts';
import { nextText } from '../model/next-step.ts';
import { printable } from '../model/rendered.ts';
import { visible } from './visible.ts';
import { fit, hang, PLAIN, type Paint } from './text.ts';

const WIDTH = 80;
const BAR = '  | ';

export interface ProblemView {
  readonly paint?: Paint;
  /** Path of the inventory in suggested commands. */
  readonly inventory?: string | undefined;
}

/**
 * Prints a problem as lines of at most 80 columns: where and what, the lines that show the fault, the cause and the
 * next step.
 */
export function renderProblem(
  problem: Problem,
  { paint = PLAIN, inventory }: ProblemView = {},
): readonly string[] {
  const head = hang('', visible([problem.where, problem.what].filter(Boolean).join(': ')), WIDTH - 2);
  return [
    ...head.map((line, index) => paint.bad(index === 0 ? line : `  ${line}`)),
    ...quote((problem.lines ?? []).map(visible)).map(paint.quiet),
    ...(problem.why ? hang('  why:  ', visible(printable(problem.why)), WIDTH) : []),
    ...(problem.next ? hang('  next: ', visible(printable(nextText(problem.next, inventory))), WIDTH) : []),
  ];
}

/** Prints the problems, separated by empty lines. */
export function renderProblems(problems: readonly Problem[], view: ProblemView = {}): string {
  return problems.map((problem) => renderProblem(problem, view).join('\n')).join('\n\n');
}

/** Truncates lines that a caret points into, so that the caret keeps its column. Wraps all other lines. */
function quote(lines: readonly string[]): readonly string[] {
  const caret = lines.some((line) => /^[\s\d|]*\^[\^~]*\s*$/.test(line));
  return lines.flatMap((line) => (caret ? [BAR + fit(line, WIDTH - BAR.length)] : hang(BAR, line, WIDTH)));
}
