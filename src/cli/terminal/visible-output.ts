import { visible } from '../../report/visible.ts';
import type { Io } from './io.ts';

/**
 * Returns the process with output that shows control characters instead of obeying them. `screen` keeps the streams of
 * the process, for colors and cursor moves of the program itself.
 */
export function withVisibleOutput(io: Io): Io {
  const { stdout, stderr } = io;
  return { ...io, stdout: showing(stdout), stderr: showing(stderr), screen: { stdout, stderr } };
}

function showing(stream: Io['stdout']): Io['stdout'] {
  const write = (text: string) => stream.write(visible(text));
  return Object.create(stream, { write: { value: write } }) as Io['stdout'];
}
