/** Waiting for the operator during a login. */
export interface Waiting {
  /** Calls `ask` when no other host's question is open. The time of the handshake stands still. */
  readonly operator: <T>(ask: () => Promise<T>) => Promise<T>;
  /** Ends the login with an error, such as the operator's Ctrl-C. */
  readonly failed: (error: unknown) => void;
}

/** Lets one host at a time ask the operator. */
export type Turns = <T>(ask: () => Promise<T>) => Promise<T>;

export function turns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (ask) => {
    const answer = last.then(ask);
    last = answer.catch(() => undefined);
    return answer;
  };
}
