import { setMaxListeners } from 'node:events';
import { EXIT } from '../errors/errors.ts';
import type { Io, Signal } from './io.ts';

const CODES: Readonly<Record<Signal, number>> = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated };

/**
 * The first interruption aborts the signal (its name is the reason): nothing new starts, what runs is finished. The
 * second ends the process at once.
 */
export function interruption(io: Io): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = manyListeners();
  const stop = io.onSignal((name) => {
    if (controller.signal.aborted) io.exitNow(CODES[name]);
    else controller.abort(name);
  });
  return { signal: controller.signal, stop };
}

/** For work that changes nothing: a signal ends the process as it would any other. */
export function neverInterrupted(): AbortSignal {
  return manyListeners().signal;
}

/** Every host that waits for something listens: that is no leak, and Node would print a warning over the screen. */
function manyListeners(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
