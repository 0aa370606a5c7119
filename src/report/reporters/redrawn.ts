import { count } from '../text.ts';
import { eraseLines, rowsOf } from './drawing-stream.ts';

type Screen = Pick<NodeJS.WriteStream, 'write' | 'columns' | 'rows'>;

/**
 * Returns a function that replaces the lines that it drew before on a terminal. Lines that do not fit the height are
 * left out and counted. Draws nothing if the lines are the same.
 */
export function redrawn(screen: Screen): (lines: readonly string[]) => void {
  let drawn: readonly string[] = [];
  let text = '';
  return (lines) => {
    const { columns = 80, rows = 24 } = screen;
    const fitting = cut(lines, { columns, rows: rows - 1 });
    const next = fitting.map((line) => `${line}\n`).join('');
    if (next === text) return;
    screen.write(`${eraseLines(drawn, columns)}${next}`);
    [drawn, text] = [fitting, next];
  };
}

function cut(
  lines: readonly string[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly string[] {
  if (rowsOf(lines, columns) <= rows) return lines;
  let fitting = lines.length;
  while (fitting > 0 && rowsOf(lines.slice(0, fitting), columns) > rows - 1) fitting -= 1;
  return [...lines.slice(0, fitting), `… ${count(lines.length - fitting, 'line')} more`];
}
