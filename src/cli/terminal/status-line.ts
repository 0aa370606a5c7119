import { visible } from '../../report/visible.ts';
import { canRedraw, screenOf } from './io.ts';
import type { Io } from './io.ts';

/** A line on the terminal that shows what a command waits for. It disappears when the command has its answer. */
export interface StatusLine {
  /** Removes the line, so that other text can be printed. It appears again later. */
  readonly clear: () => void;
  readonly stop: () => void;
}

/** Time between two frames. The first one appears within a second. */
const FRAME_MS = 250;
const DEFAULT_WIDTH = 80;
const ERASE = '\r\u001b[2K';
const NO_LINE: StatusLine = { clear: () => undefined, stop: () => undefined };

/**
 * Redraws a line on stderr, four times a second. Draws nothing in a pipe or in CI.
 * @param text returns the line for a width, or undefined if there is nothing to show
 */
export function statusLine(io: Io, text: (width: number) => string | undefined): StatusLine {
  const { stderr } = screenOf(io);
  if (!canRedraw(io, stderr)) return NO_LINE;
  let drawn = false;
  const clear = () => {
    if (drawn) stderr.write(ERASE);
    drawn = false;
  };
  const draw = () => {
    // A character in the last column would move the cursor to the next line.
    const line = text((stderr.columns ?? DEFAULT_WIDTH) - 1);
    if (line === undefined) return clear();
    stderr.write(`${ERASE}${visible(line)}`);
    drawn = true;
  };
  const timer = setInterval(draw, FRAME_MS);
  timer.unref();
  return {
    clear,
    stop: () => {
      clearInterval(timer);
      clear();
    },
  };
}

/** Shows a line while `work` runs: what the command waits for, such as a name server. */
export async function whileShowing<T>(io: Io, line: string, work: Promise<T>): Promise<T> {
  const status = statusLine(io, (width) => line.slice(0, width));
  try {
    return await work;
  } finally {
    status.stop();
  }
}
