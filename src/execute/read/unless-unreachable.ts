import { ConnectError, ConnectionLost } from '../../errors/errors.ts';

/** Runs a query that only explains a failure. Returns undefined if its host is unreachable. */
export async function unlessUnreachable<T>(query: () => Promise<T>): Promise<T | undefined> {
  try {
    return await query();
  } catch (error) {
    if (error instanceof ConnectError || error instanceof ConnectionLost) return undefined;
    throw error;
  }
}
