import { fsync } from 'node:fs';
import { promisify } from 'node:util';

const sync = promisify(fsync);

/**
 * Returns a function that resolves once everything written to the file before the call is on disk. Calls that arrive
 * during a flush share the next one.
 */
export function groupedFlush(
  file: number,
  flush: (file: number) => Promise<void> = sync,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        running = flush(file);
        return running;
      });
    return next;
  };
}
