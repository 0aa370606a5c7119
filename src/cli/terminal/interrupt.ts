import { EXIT } from '../../errors/errors.ts';
import type { Io, Signal } from './io.ts';

/** What a process exits with that a signal ended. */
export const SIGNAL_CODES: Readonly<Record<Signal, number>> = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
};

export interface Interruption {
  readonly signal: AbortSignal;
  /** For what is typed where no signal comes of it: Ctrl-C at a question. */
  readonly interrupt: (name: Signal) => void;
  /** Listens no longer. */
  readonly stop: () => void;
}

/**
 * The first interruption aborts the signal (its name is the reason): nothing new starts, what runs is finished. The
 * second ends the process at once.
 */
export function interruption(io: Io): Interruption {
  const controller = new AbortController();
  const interrupt = (name: Signal) => {
    if (controller.signal.aborted) io.exitNow(SIGNAL_CODES[name]);
    else controller.abort(name);
  };
  return { signal: controller.signal, interrupt, stop: io.onSignal(interrupt) };
}
