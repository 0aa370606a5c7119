import type { Paint } from '../text.ts';
import type { LineState, ScreenLine } from './draw.ts';

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
/** Icons differ in shape, so that they are distinct without color. */
const ICONS: Readonly<Record<Exclude<LineState, 'running'>, string>> = {
  waiting: '○',
  done: '✔',
  failed: '✖',
  skipped: '⊘',
};

/** Adds icons and colors to a frame. `turn` counts the frames, so that the icon of a running line moves. */
export function paintFrame(lines: readonly ScreenLine[], paint: Paint, turn: number): readonly string[] {
  const spinner = SPINNER[turn % SPINNER.length] ?? '';
  return lines.map(({ state, text }, index) => {
    if (state === undefined) return index === 0 ? paint.strong(text) : text;
    switch (state) {
      case 'running':
        return `${paint.strong(spinner)} ${paint.strong(text)}`;
      case 'done':
        return `${paint.good(ICONS.done)} ${text}`;
      case 'failed':
        return `${paint.bad(ICONS.failed)} ${text}`;
      case 'waiting':
      case 'skipped':
        return paint.quiet(`${ICONS[state]} ${text}`);
    }
  });
}
