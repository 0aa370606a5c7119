import { DefaultRenderer, Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { ListrTask, ListrTaskWrapper, SimpleRenderer } from 'listr2';
import { withEachText } from '../../events/emit.ts';
import type { Reader } from '../../events/events.ts';
import { visible } from '../visible.ts';
import { frameOf } from '../run/draw.ts';
import type { LineFrame } from '../run/draw.ts';
import { NOTHING_YET, reduce } from '../run/state.ts';
import type { RunState } from '../run/state.ts';
import { summarize } from '../run/summary.ts';
import { COLOR } from '../text.ts';

const FRAME_MS = 100;
/** Columns of listr2's icon before a line. */
const ICON = 4;
/** Columns by which listr2 indents the lines below a task. */
const INDENT = 4;

type Context = Record<string, never>;
type Wrapper = ListrTaskWrapper<Context, typeof DefaultRenderer, typeof SimpleRenderer>;

interface TerminalOptions {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly now: () => number;
  /** Path of the inventory in suggested commands. */
  readonly inventory?: string;
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

/**
 * Draws the run on a terminal, ten frames per second: one listr2 task per phase, with the details as one string. listr2
 * only draws: a frame decides when a task ends, and listr2 handles no signals.
 */
export function terminalReporter(options: TerminalOptions): Terminal {
  let state = NOTHING_YET;
  let settled: Promise<void> = Promise.resolve();
  const read: Reader = (event) => {
    state = reduce(state, withEachText(event, visible));
    if (event.kind === 'run.started') settled = drawRun(() => state, options);
  };
  return { read, settled: () => settled };
}

async function drawRun(current: () => RunState, options: TerminalOptions): Promise<void> {
  const { stdout, now, idle } = options;
  // Waits for questions that the run asks right after its start, such as the passphrase of a key.
  await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
  await idle();
  const frame = () => {
    const { columns = 80, rows = 24 } = stdout;
    return frameOf(current(), { width: columns - ICON, indent: INDENT, rows, now: now() });
  };
  const lines = frame().map(drawnLine);
  const list = new Listr(
    lines.map((line) => line.task),
    listrOptions(options),
  );
  const timer = setInterval(() => frame().forEach((line, index) => lines[index]?.draw(line)), FRAME_MS);
  await list.run().finally(() => clearInterval(timer));
  const warnings = current().warnings.map((text) => `warning: ${text}\n`);
  stdout.write(
    `\n${warnings.join('')}${summarize(current(), { paint: COLOR, inventory: options.inventory })}\n`,
  );
}

/** Drops frames while a question is open, because they would hide it. */
function exceptQuestions(stream: NodeJS.WriteStream, isAsking: () => boolean): NodeJS.WriteStream {
  const write = (text: string) => isAsking() || stream.write(text);
  return Object.create(stream, { write: { value: write, writable: true } }) as NodeJS.WriteStream;
}

function listrOptions({ stdout, stderr, isAsking = () => false }: TerminalOptions) {
  const logger = new ListrLogger({
    processOutput: new ProcessOutput(exceptQuestions(stdout, isAsking), stderr),
    useIcons: true,
    toStderr: [],
  });
  return {
    concurrent: true,
    exitOnError: false,
    registerSignalListeners: false,
    renderer: DefaultRenderer,
    forceTTY: true,
    fallbackRendererCondition: false,
    silentRendererCondition: false,
    rendererOptions: { logger, formatOutput: 'truncate' as const, collapseSkips: true },
  };
}

/** Creates a listr2 task that draws each frame that it receives, until a frame ends it. */
function drawnLine(first: LineFrame) {
  let wrapper: Wrapper | undefined;
  let end: { readonly resolve: () => void; readonly reject: (error: Error) => void };
  const task: ListrTask<Context, typeof DefaultRenderer, typeof SimpleRenderer> = {
    title: first.title,
    task: (_, given) => {
      wrapper = given;
      return new Promise<void>((resolve, reject) => (end = { resolve, reject }));
    },
  };
  const draw = ({ title, inside, ended }: LineFrame) => {
    if (!wrapper) return;
    if (wrapper.title !== title) wrapper.title = title;
    if (wrapper.output !== inside) wrapper.output = inside;
    if (ended === 'skipped') wrapper.skip(title);
    if (ended === 'failed') end.reject(new Error(title));
    else if (ended) end.resolve();
  };
  return { task, draw };
}
