import { EXIT } from '../errors/errors.ts';
import type { Io, Signal } from './io.ts';

const CODES: Readonly<Record<Signal, number>> = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated };

/**
 * The first interruption aborts the signal (its name is the reason): nothing new starts, what runs is finished. The
 * second ends the process at once.
 */
export function interruption(io: Io): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  const stop = io.onSignal((name) => {
    if (controller.signal.aborted) io.exitNow(CODES[name]);
    else controller.abort(name);
  });
  return { signal: controller.signal, stop };
}
