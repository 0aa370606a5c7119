import type { Written } from './capture.ts';
import { Screen, type Span } from './screen.ts';

/** The content of the terminal at one moment. */
export type Frame = readonly (readonly Span[])[];

/** Returns the screens at moments with equal distances, and the screen at the end. Equal neighbors are one frame. */
export function framesOf(
  written: readonly Written[],
  { command, count, rows }: { readonly command: string; readonly count: number; readonly rows: number },
): readonly Frame[] {
  const screen = new Screen();
  screen.write(`$ ${command}\n`);
  const duration = written.at(-1)?.at ?? 0;
  const frames: Frame[] = [screen.last(rows)];
  let next = 0;
  for (let index = 1; index <= count; index += 1) {
    const until = (duration * index) / count;
    for (; next < written.length && (written[next]?.at ?? 0) <= until; next += 1)
      screen.write(written[next]?.text ?? '');
    const frame = screen.last(rows);
    if (JSON.stringify(frame) !== JSON.stringify(frames.at(-1))) frames.push(frame);
  }
  return frames;
}
