import { DefaultRenderer, Listr, ListrLogger, ProcessOutput } from 'listr2';
import { withEachText } from '../../events/emit.ts';
import type { Typed } from '../../model/next-step.ts';
import type { Reader, RunEvent } from '../../events/events.ts';
import { visible } from '../visible.ts';
import { frameOf } from '../run/draw.ts';
import { paintFrame } from '../run/paint-frame.ts';
import type { Expectation } from '../run/remaining.ts';
import { NOTHING_YET, reduce } from '../run/state.ts';
import type { RunState } from '../run/state.ts';
import { summarize } from '../run/summary.ts';
import { COLOR, TEXT_WIDTH } from '../text.ts';
import type { Paint } from '../text.ts';
import { drawingStream } from './drawing-stream.ts';

const FRAME_MS = 100;

interface TerminalOptions extends Typed {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly now: () => number;
  /** Colors. Default: on. */
  readonly paint?: Paint;
  /** Returns the expected duration of the phases, as far as it is known. */
  readonly expected?: (event: Extract<RunEvent, { kind: 'run.compared' }>) => Expectation | undefined;
  /** Resolves when no question is open on the terminal. Drawing would hide the question. */
  readonly idle: () => Promise<void>;
  /** True while a question is open. */
  readonly isAsking?: () => boolean;
}

interface Terminal {
  readonly read: Reader;
  /** Resolves when the last frame and the summary are drawn, or immediately if no run has started. */
  readonly settled: () => Promise<void>;
}

interface Drawing {
  readonly state: RunState;
  readonly expected: Expectation | undefined;
}

/**
 * Draws the run on a terminal, ten frames per second, as one listr2 task. listr2 only draws: the frame is a pure
 * function of the events, and listr2 handles no signals.
 */
export function terminalReporter(options: TerminalOptions): Terminal {
  let drawing: Drawing = { state: NOTHING_YET, expected: undefined };
  let settled: Promise<void> = Promise.resolve();
  const read: Reader = (event) => {
    const expected = event.kind === 'run.compared' ? options.expected?.(event) : drawing.expected;
    drawing = { state: reduce(drawing.state, withEachText(event, visible)), expected };
    if (event.kind === 'run.started') settled = drawRun(() => drawing, options);
  };
  return { read, settled: () => settled };
}

async function drawRun(current: () => Drawing, options: TerminalOptions): Promise<void> {
  const { stdout, now, idle, inventory, again, paint = COLOR } = options;
  // Waits for questions that the run asks right after its start, such as the passphrase of a key.
  await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
  await idle();
  let turn = 0;
  const frame = () => {
    const { columns = 80, rows = 24 } = stdout;
    const { state, expected } = current();
    // A character in the last column, or a line in the last row, would scroll the screen.
    const size = { width: columns - 1, rows: rows - 1 };
    return paintFrame(frameOf(state, { ...size, now: now(), expected }), paint, turn++).join('\n');
  };
  await list(frame, () => current().state.finished !== undefined, options).run();
  const { state } = current();
  const width = Math.min(TEXT_WIDTH, stdout.columns ?? TEXT_WIDTH);
  const warnings = state.warnings.map((text) => `warning: ${text}\n`);
  stdout.write(`\n${warnings.join('')}${summarize(state, { paint, inventory, again, width })}\n`);
}

/** Creates a list with one task, which ends with the run, and a renderer that draws the frames. */
function list(frame: () => string, isFinished: () => boolean, options: TerminalOptions) {
  const { stdout, stderr, isAsking = () => false } = options;
  class FrameRenderer extends DefaultRenderer {
    override create(): string {
      return frame();
    }
  }
  const { stream, release } = drawingStream(stdout, isAsking);
  const logger = new ListrLogger({ processOutput: new ProcessOutput(stream, stderr), toStderr: [] });
  const task = () =>
    new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (!isFinished()) return;
        clearInterval(timer);
        release();
        resolve();
      }, FRAME_MS);
    });
  return new Listr([{ task }], {
    registerSignalListeners: false,
    renderer: FrameRenderer,
    forceTTY: true,
    fallbackRendererCondition: false,
    silentRendererCondition: false,
    rendererOptions: { logger },
  });
}
