import { describe, expect, test } from '@jest/globals';
import { ConnectError, ConnectionLost, NoResponse } from '../../../src/errors/errors.ts';
import { Losses, unreachable } from '../../../src/execute/hosts/losses.ts';

const LOST = new ConnectionLost('db2', 'the shell ended');
const UNANSWERED = new NoResponse('db2', 'timeout', { what: 'no response to the survey within 2m 00s' });

/** Adds losses, each after its connection has lasted this long. @returns the pauses, and the error that ended the work */
async function lose(retries: number, losses: readonly (readonly [ConnectionLost, lastedMs: number])[]) {
  let now = 0;
  const pauses: number[] = [];
  const sleep = async (ms: number) => {
    pauses.push(ms);
    now += ms;
  };
  const counted = new Losses(
    { clock: { now: () => now, sleep }, signal: new AbortController().signal },
    retries,
  );
  try {
    for (const [error, lasted] of losses) {
      now += lasted;
      await counted.add(error);
    }
  } catch (error) {
    return { pauses, error };
  }
  return { pauses };
}

const times = (count: number, lasted: number) => Array.from({ length: count }, () => [LOST, lasted] as const);

describe('lost connections', () => {
  test('the first is followed by another attempt at once, later ones after growing pauses', async () => {
    expect(await lose(0, times(5, 10))).toEqual({ pauses: [1000, 2000, 4000, 8000] });
  });

  test('the sixth in sequence ends the work and names the host and the reason', async () => {
    const { error } = await lose(0, times(6, 10));
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({
      exitCode: 3,
      problems: [{ where: 'db2', what: 'lost 6 consecutive connections: the shell ended' }],
    });
  });

  test('are not counted with those before a connection that lasted over a minute', async () => {
    expect(await lose(0, times(40, 61_000))).toEqual({ pauses: [] });
    const mixed = [...times(5, 10), ...times(1, 61_000), ...times(4, 10)];
    expect((await lose(0, mixed)).error).toBeUndefined();
  });
});

describe('requests without a response', () => {
  test('end the work at once if it has no retry', async () => {
    const { error } = await lose(0, [[UNANSWERED, 120_000]]);
    expect(error).toMatchObject({
      exitCode: 3,
      problems: [{ where: 'db2', what: 'no response to the survey within 2m 00s' }],
    });
  });

  test('end the work after its retries, however long each attempt lasted', async () => {
    expect((await lose(1, [[UNANSWERED, 600_000]])).error).toBeUndefined();
    const { error } = await lose(1, [
      [UNANSWERED, 600_000],
      [LOST, 600_000],
      [UNANSWERED, 600_000],
    ]);
    expect(error).toMatchObject({ exitCode: 3 });
  });
});

test('a connection that is lost for good is a connection error with a next step', () => {
  expect(unreachable(LOST).problems).toMatchObject([
    { where: 'db2', what: 'connection lost: the shell ended', next: expect.anything() },
  ]);
  expect(unreachable(UNANSWERED).problems).toEqual([UNANSWERED.problem]);
});
