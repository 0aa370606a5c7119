import { displayWidth } from '../width.ts';

interface DrawingStream {
  readonly stream: NodeJS.WriteStream;
  /** Stops handling changes of the terminal's size. */
  readonly release: () => void;
}

/**
 * Wraps a terminal for frames that are redrawn. Drops frames while a question is open, because they would hide it. A
 * frame already fits the terminal, so the wrapper reports no size and the drawing library neither wraps nor cuts. When
 * the terminal becomes narrower, erases the rows that the lines of the last frame take now.
 */
export function drawingStream(stdout: NodeJS.WriteStream, isAsking: () => boolean): DrawingStream {
  let lines: readonly string[] = [];
  const write = (text: string) => {
    if (isAsking()) return true;
    lines = withoutCodes(text).split('\n').slice(0, -1);
    return stdout.write(text);
  };
  const resized = () => {
    if (!isAsking()) stdout.write(eraseWrapped(lines, stdout.columns ?? 80));
  };
  stdout.on('resize', resized);
  const own = (value: unknown) => ({ value, enumerable: true, writable: true });
  const stream = Object.create(stdout, {
    ...{ write: own(write), writable: own(true) },
    ...{ columns: own(Infinity), rows: own(Infinity) },
  }) as NodeJS.WriteStream;
  return { stream, release: () => void stdout.off('resize', resized) };
}

function withoutCodes(text: string): string {
  return text.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '');
}

/** Erases lines that a terminal of this width may have wrapped, and leaves as many empty lines as they were. */
function eraseWrapped(lines: readonly string[], columns: number): string {
  const erase = eraseLines(lines, columns);
  return erase === '' ? '' : `${erase}${'\n'.repeat(lines.length)}`;
}

/** The codes that erase the lines above the cursor, which a terminal of this width may have wrapped. */
export function eraseLines(lines: readonly string[], columns: number): string {
  const up = rowsOf(lines, columns);
  return up === 0 ? '' : `\r\u001b[${up}A\u001b[0J`;
}

/** The number of rows that lines take on a terminal of this width. Codes of colors take no space. */
export function rowsOf(lines: readonly string[], columns: number): number {
  const rows = lines.map((line) => Math.max(1, Math.ceil(displayWidth(withoutCodes(line)) / columns)));
  return rows.reduce((sum, n) => sum + n, 0);
}
