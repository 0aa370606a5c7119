/** Waiting for the operator during a login. */
export interface Waiting {
  /** Calls `ask` when no other host's question is open. The time of the handshake stands still. */
  readonly operator: <T>(ask: () => Promise<T>) => Promise<T>;
  /** Ends the login with an error, such as the operator's Ctrl-C. */
  readonly failed: (error: unknown) => void;
}
