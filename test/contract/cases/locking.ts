import { expect, test } from '@jest/globals';
import { Fenced } from '../../../src/errors/errors.ts';
import type { Lock, Session } from '../../../src/transport/port.ts';
import { holder, job, surveyOf, whole } from '../samples.ts';
import type { World } from '../world.ts';

/** The lock and its fence. */
export function locking(world: () => World): void {
  test('one session acquires the lock; another gets its holder and age', async () => {
    const [first, second] = [await world().connect(), await world().connect()];
    expect((await first.lock(holder('t1'))).acquired).toBe(true);
    await world().sleep(1100);
    const answer = await second.lock(holder('t2'));
    expect(answer).toMatchObject({ acquired: false, by: holder('t1') });
    const by = !answer.acquired && answer.by;
    expect(by && by.heldForMs).toBeGreaterThanOrEqual(1000);
    expect((await surveyOf(second)).lock).toMatchObject(holder('t1'));
  });

  test('renewing resets the age of the lock, and releasing frees it', async () => {
    const [first, second] = [await world().connect(), await world().connect()];
    const lock = await taken(first, 't1');
    await world().sleep(2500);
    const before = (await surveyOf(second)).lock;
    await lock.renew();
    const after = (await surveyOf(second)).lock;
    expect(after?.notRenewedForMs).toBeLessThan(before?.notRenewedForMs ?? 0);
    expect(after?.heldForMs).toBeGreaterThanOrEqual(before?.heldForMs ?? 0);
    await lock.release();
    expect((await surveyOf(second)).lock).toBeUndefined();
    expect((await second.lock(holder('t2'))).acquired).toBe(true);
  });

  test('a run re-acquires its lock after reconnecting', async () => {
    await taken(await world().connect(), 't1');
    expect((await (await world().connect()).lock(holder('t1'))).acquired).toBe(true);
  });

  test('takes over only the lock with the given token', async () => {
    await taken(await world().connect(), 't1');
    const second = await world().connect();
    expect((await second.lock(holder('t2'), 'another')).acquired).toBe(false);
    expect((await second.lock(holder('t2'), 't1')).acquired).toBe(true);
    expect((await surveyOf(second)).lock).toMatchObject(holder('t2'));
  });

  test('a run whose lock was taken over changes nothing, and releases no other lock', async () => {
    const [first, second] = [await world().connect(), await world().connect()];
    const lock = await taken(first, 't1');
    expect((await second.lock(holder('t2'), 't1')).acquired).toBe(true);
    await expect(first.change([whole('/srv/contract/late', 'x')])).rejects.toThrow(Fenced);
    await expect(first.startJob(job(world().works))).rejects.toThrow(Fenced);
    await expect(lock.renew()).rejects.toThrow(Fenced);
    await lock.release();
    const survey = await surveyOf(second);
    expect(survey.lock).toMatchObject(holder('t2'));
    expect(survey.jobs).toEqual({});
    expect(await world().peek('/srv/contract/late')).toBeUndefined();
  });

  test('a run that was refused the lock changes nothing', async () => {
    await taken(await world().connect(), 't1');
    const second = await world().connect();
    await second.lock(holder('t2'));
    await expect(second.change([whole('/srv/contract/late', 'x')])).rejects.toThrow(Fenced);
  });

  test('the holder of the lock can make changes', async () => {
    const session = await world().connect();
    await taken(session, 't1');
    expect(await session.change([whole('/srv/contract/timely', 'x')])).toMatchObject([{ ok: true }]);
  });
}

async function taken(session: Session, token: string): Promise<Lock> {
  const answer = await session.lock(holder(token));
  if (!answer.acquired) throw new Error('not acquired');
  return answer.lock;
}
