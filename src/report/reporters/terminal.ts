import { DefaultRenderer, Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { ListrTask, ListrTaskWrapper, SimpleRenderer } from 'listr2';
import type { Reader } from '../../events/events.ts';
import { frameOf } from '../run/draw.ts';
import type { LineFrame } from '../run/draw.ts';
import { NOTHING_YET, reduce } from '../run/state.ts';
import type { RunState } from '../run/state.ts';
import { summarize } from '../run/summary.ts';
import { COLOR } from '../text.ts';

const FRAME_MS = 100;
/** Columns of the icon of listr2, and the indent of the lines below it. */
const ICON = 4;
const INDENT = 4;

type Context = Record<string, never>;
type Wrapper = ListrTaskWrapper<Context, typeof DefaultRenderer, typeof SimpleRenderer>;

interface TerminalOptions {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly now: () => number;
  /** The path of the inventory, for the commands that are suggested. */
  readonly inventory?: string;
  /** Resolves when the terminal is free: drawing over an open question would hide it. */
  readonly idle: () => Promise<void>;
}

interface Terminal {
  readonly read: Reader;
  /** Resolves when the last frame and the summary are drawn; at once when no run has started. */
  readonly settled: () => Promise<void>;
}

/**
 * The run on a terminal: one listr2 task for each phase, its inside one string, ten frames a second. listr2 only
 * draws: its tasks end when a frame says so, and signals are not its business.
 */
export function terminalReporter(options: TerminalOptions): Terminal {
  let state = NOTHING_YET;
  let settled: Promise<void> = Promise.resolve();
  const read: Reader = (event) => {
    state = reduce(state, event);
    if (event.kind === 'run.started') settled = drawRun(() => state, options);
  };
  return { read, settled: () => settled };
}

async function drawRun(current: () => RunState, options: TerminalOptions): Promise<void> {
  const { stdout, now, idle } = options;
  // Keys are opened, and their passphrases asked for, right after the run has started.
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

function listrOptions({ stdout, stderr }: TerminalOptions) {
  const logger = new ListrLogger({
    processOutput: new ProcessOutput(stdout, stderr),
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

/** One listr2 task that shows whatever frame it is given, until a frame ends it. */
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
