import { EXIT } from '../../errors/errors.ts';
import type { Io, Signal } from './io.ts';

/** Exit codes of a process that a signal ended. */
export const SIGNAL_CODES: Readonly<Record<Signal, number>> = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
};

export interface Interruption {
  readonly signal: AbortSignal;
  /** Interrupts without a signal: Ctrl-C at a question arrives as a character. */
  readonly interrupt: (name: Signal) => void;
  /** Stops listening to signals. */
  readonly stop: () => void;
}

/**
 * Listens to SIGINT and SIGTERM. The first of them aborts `signal`, with its name as the reason: no new steps start,
 * running steps finish. The second ends the process at once.
 * @param unrecorded aborted if the journal cannot be written, which stops the run like a first signal
 */
export function interruption(io: Io, unrecorded: AbortSignal): Interruption {
  const controller = new AbortController();
  const interrupt = (name: Signal) => {
    if (controller.signal.aborted) io.exitNow(SIGNAL_CODES[name]);
    else controller.abort(name);
  };
  unrecorded.addEventListener('abort', () => controller.abort());
  return { signal: controller.signal, interrupt, stop: io.onSignal(interrupt) };
}
