import type { Problem } from '../errors/errors.ts';
import { nextText } from '../model/next-step.ts';
import { printable } from '../model/rendered.ts';
import { fit, hang, PLAIN, type Paint } from './text.ts';

const WIDTH = 80;
const BAR = '  | ';

/** How problems are shown to people. */
export interface ProblemView {
  readonly paint?: Paint;
  /** The path of the inventory, for the commands that are suggested. */
  readonly inventory?: string | undefined;
}

/** One problem as lines of at most 80 columns: where and what, the lines that show it, the cause and the next step. */
export function renderProblem(
  problem: Problem,
  { paint = PLAIN, inventory }: ProblemView = {},
): readonly string[] {
  const head = hang('', [problem.where, problem.what].filter(Boolean).join(': '), WIDTH - 2);
  return [
    ...head.map((line, index) => paint.bad(index === 0 ? line : `  ${line}`)),
    ...quote(problem.lines ?? []).map(paint.quiet),
    ...(problem.why ? hang('  why:  ', printable(problem.why), WIDTH) : []),
    ...(problem.next ? hang('  next: ', printable(nextText(problem.next, inventory)), WIDTH) : []),
  ];
}

/** All problems, separated by empty lines. */
export function renderProblems(problems: readonly Problem[], view: ProblemView = {}): string {
  return problems.map((problem) => renderProblem(problem, view).join('\n')).join('\n\n');
}

/** A caret must stay below its column, so such lines are cut; lines of a log are wrapped, nothing is lost. */
function quote(lines: readonly string[]): readonly string[] {
  const caret = lines.some((line) => /^[\s\d|]*\^[\^~]*\s*$/.test(line));
  return lines.flatMap((line) => (caret ? [BAR + fit(line, WIDTH - BAR.length)] : hang(BAR, line, WIDTH)));
}
