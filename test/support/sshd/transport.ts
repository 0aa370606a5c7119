import { systemClock } from '../../../src/clock/clock.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { sshTransport } from '../../../src/transport/ssh/transport.ts';
import type { Transport } from '../../../src/transport/port.ts';
import { ConnectError } from '../../../src/errors/errors.ts';
import type { Problem } from '../../../src/errors/errors.ts';

/** The SSH transport for tests: refuses unknown host keys and connects only once. */
export function testTransport(options: Partial<SshOptions> = {}): Transport {
  return sshTransport({
    clock: systemClock,
    acceptNewHostKeys: false,
    connectRetryMs: 0,
    handshakes: 8,
    ...options,
  });
}

/** Returns the problem of a connection that must fail. */
export async function problemOf(connecting: Promise<unknown>): Promise<Problem> {
  const error = await connecting.then(
    () => new Error('it connected'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectError) || !error.problems[0]) throw error;
  return error.problems[0];
}
