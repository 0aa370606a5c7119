/** Thrown when the run is stopped while it waits. Not a failure, and not reported as one. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** Waits for reads of hosts. @throws Interrupted as soon as the run is interrupted, also if a host does not respond */
export async function untilInterrupted<T>(reading: Promise<T>, signal: AbortSignal): Promise<T> {
  const settled = new AbortController();
  const interrupted = new Promise<never>((_, reject) => {
    const stop = () => reject(new Interrupted());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([reading, interrupted]);
  } finally {
    settled.abort();
  }
}
