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

/** Connects to a host that answers no packet, each attempt after `bastionMs` at a bastion. */
async function unreachable(connectTimeoutMs: number, { retryMs = 20 * SECOND, bastionMs = 0 } = {}) {
  const clock = virtualClock(0);
  const host = { ...HOST, ssh: { ...HOST.ssh, connectTimeoutMs } };
  const reaches: number[] = [];
  const options = { clock, onRetry: () => undefined };
  const what = await retried(
    { host, retryMs, signal: undefined },
    options,
    async ({ reachMs, uncounted }) => {
      await uncounted(() => clock.sleep(bastionMs));
      reaches.push(reachMs);
      await clock.sleep(reachMs);
      throw new HandshakeFailed({ where: 'db1', what: `no answer within ${reachMs}` }, 'no-answer');
    },
  ).catch((error: ConnectError) => error.problems[0]?.what);
  return { what, reaches, lastedMs: clock.now() };
}

test.each([
  { seconds: 60, reaches: [20_000], what: 'no answer within 20000' },
  { seconds: 20, reaches: [20_000], what: 'no answer within 20000' },
  { seconds: 15, reaches: [15_000, 4750], what: /4750, tried 2 times in 20.0s \(limit: 20.0s\)$/ },
  { seconds: 18, reaches: [18_000, 1750], what: /1750, tried 2 times in 20.0s \(limit: 20.0s\)$/ },
])(
  'a host that stays unreachable is given up after 20 s, also with a connect_timeout of $seconds s',
  async ({ seconds, reaches, what }) => {
    const expected = { reaches, what: expect.stringMatching(what), lastedMs: 20 * SECOND };
    expect(await unreachable(seconds * SECOND)).toEqual(expected);
  },
);

test('a host that refuses connections is given up within 20 s, with attempts until the last second', async () => {
  const { outcome, lastedMs } = await connecting(['refused'], {});
  expect(lastedMs).toBe(19 * SECOND);
  expect(outcome).toMatch(/^refused, tried \d+ times in 19.0s \(limit: 20.0s\)$/);
});

test('the login at a bastion is not part of the time in which a host is reached', async () => {
  const { reaches, lastedMs } = await unreachable(15 * SECOND, { bastionMs: 30 * SECOND });
  expect(reaches).toEqual([15_000, 4750]);
  expect(lastedMs).toBe(80 * SECOND);
});

test('without retries, one attempt has the time of connect_timeout', async () => {
  expect((await unreachable(60 * SECOND, { retryMs: 0 })).reaches).toEqual([60_000]);
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
    ({ inTurn }) =>
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
