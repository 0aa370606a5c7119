import type { Caret, Problem } from '../errors/errors.ts';
import { nextText, type Typed } from '../model/next-step.ts';
import { printable } from '../model/rendered.ts';
import { mergeSameCause } from './same-cause.ts';
import { visible } from './visible.ts';
import { fit, hang, PLAIN, TEXT_WIDTH, type Paint } from './text.ts';

const BAR = '  | ';

export interface ProblemView extends Typed {
  readonly paint?: Paint;
  /** Columns of the text. Default: 80. */
  readonly width?: number;
}

/**
 * Prints a problem as lines of at most `width` columns: where and what, the lines that show the fault, the cause and the
 * next step.
 */
export function renderProblem(
  problem: Problem,
  { paint = PLAIN, width = TEXT_WIDTH, ...typed }: ProblemView = {},
): readonly string[] {
  const head = hang('', visible([problem.where, problem.what].filter(Boolean).join(': ')), width - 2);
  return [
    ...head.map((line, index) => paint.bad(index === 0 ? line : `  ${line}`)),
    ...quotedLines(problem, width).map(paint.quiet),
    ...(problem.why ? hang('  why:  ', visible(printable(problem.why)), width) : []),
    ...(problem.next ? hang('  next: ', visible(printable(nextText(problem.next, typed))), width) : []),
  ];
}

/** Prints the problems, separated by empty lines. The same problem of several hosts is printed once. */
export function renderProblems(problems: readonly Problem[], view: ProblemView = {}): string {
  return mergeSameCause(problems)
    .map((problem) => renderProblem(problem, view).join('\n'))
    .join('\n\n');
}

/** Wraps the quoted lines. Truncates a line with a caret instead, so that the caret keeps its column. */
function quotedLines({ lines = [], caret }: Problem, width: number): readonly string[] {
  const [line] = lines;
  if (!caret || line === undefined) return lines.flatMap((text) => hang(BAR, visible(text), width));
  return [visible(line), caretLine(line, caret)].map((text) => BAR + fit(text, width - BAR.length));
}

/** Marks the part of the line. An invisible character before or in the part is shown as several characters. */
function caretLine(line: string, { column, width }: Caret): string {
  const before = visible(line.slice(0, column));
  const marked = visible(line.slice(column, column + width));
  return ' '.repeat(before.length) + '^'.padEnd(marked.length, '~');
}
