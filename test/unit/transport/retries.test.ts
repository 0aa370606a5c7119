import { expect, test } from '@jest/globals';
import PQueue from 'p-queue';
import type { ConnectError } from '../../../src/errors/errors.ts';
import type { ConnectCause, FailedAttempt } from '../../../src/model/host/connect-cause.ts';
import { MINUTE, SECOND } from '../../../src/model/duration.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import type { Connection } from '../../../src/transport/ssh/connect/connection.ts';
import { HandshakeFailed } from '../../../src/transport/ssh/connect/handshake/handshake-failed.ts';
import { retried } from '../../../src/transport/ssh/connect/retries.ts';
import { hostAt } from '../../support/sshd/machine.ts';

const HOST = hostAt(22, { knownHosts: 'none' });

/** Connects to a host that fails with these causes, and then with the last of them until it recovers. */
async function connecting(causes: readonly ConnectCause[], { retryMs = 20 * SECOND, recoversMs = Infinity }) {
  const clock = virtualClock(0);
  const waits: FailedAttempt[] = [];
  const onRetry = (failed: FailedAttempt) => void waits.push(failed);
  let tries = 0;
  const connected = { host: 'db1' } as never;
  const outcome = await retried({ host: HOST, retryMs, signal: undefined }, { clock, onRetry }, async () => {
    tries += 1;
    if (clock.now() >= recoversMs) return connected;
    const cause = causes[Math.min(tries, causes.length) - 1];
    throw new HandshakeFailed({ where: 'db1', what: 'refused' }, cause);
  }).catch((error: ConnectError) => error.problems[0]?.what);
  return { outcome, connected, lastedMs: clock.now(), limits: new Set(waits.map(({ limitMs }) => limitMs)) };
}

test.each<ConnectCause>(['penalized', 'overloaded'])(
  'a host that is %s is up, and gets three times the limit',
  async (cause) => {
    const { outcome, connected, limits } = await connecting([cause], { recoversMs: 45 * SECOND });
    expect(outcome).toBe(connected);
    expect(limits).toEqual(new Set([MINUTE]));
    expect((await connecting([cause], {})).outcome).toMatch(/^refused, tried \d+ times in .*s \(limit: 1m/);
  },
);

test('an unreachable host gets the limit; a host that was overloaded once keeps the longer limit', async () => {
  expect((await connecting(['refused'], {})).outcome).toContain('(limit: 20.0s)');
  const { outcome, connected } = await connecting(['closed', 'overloaded', 'closed'], { recoversMs: 40_000 });
  expect(outcome).toBe(connected);
});

test('the limit of a lost connection is not extended beyond its own length, and no retry means no retry', async () => {
  expect((await connecting(['penalized'], { retryMs: 5 * MINUTE })).limits).toEqual(new Set([5 * MINUTE]));
  expect(await connecting(['penalized'], { retryMs: 0 })).toMatchObject({ outcome: 'refused', lastedMs: 0 });
});

/** A clock that moves only while the code waits. */
function steppedClock() {
  let now = 0;
  return { now: () => now, sleep: async (ms: number) => void (now += ms), pass: (ms: number) => (now += ms) };
}

const connection = {} as Connection;

test('the time in which a host waits for its turn is not part of its time for retries', async () => {
  const clock = steppedClock();
  const queue = new PQueue({ concurrency: 1 });
  const causes: unknown[] = [];
  let tries = 0;
  const others = queue.add(async () => clock.pass(60_000));
  const connecting = retried(
    { host: HOST, retryMs: 20_000, signal: undefined },
    { clock, onRetry: ({ cause }) => causes.push(cause) },
    (_limitMs, inTurn) =>
      inTurn(queue, async () => {
        tries += 1;
        if (tries < 3) throw new HandshakeFailed({ where: 'db1', what: 'full' }, 'overloaded');
        return connection;
      }),
  );
  await others;
  expect(await connecting).toBe(connection);
  expect(causes).toEqual(['overloaded', 'overloaded']);
});
