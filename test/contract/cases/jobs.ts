import { expect, test } from '@jest/globals';
import type { Session } from '../../../src/transport/port.ts';
import { job, receipt, surveyOf } from '../samples.ts';
import type { World } from '../world.ts';

/** Jobs, which outlive the connection. */
export function jobs(world: () => World): void {
  test('a job runs to its end, is followed line by line, and writes its receipt', async () => {
    const session = await world().connect();
    await session.startJob(job(world().works));
    const lines: string[] = [];
    expect(await session.followJob('install', { offset: 0 }, (line) => lines.push(line))).toEqual({
      kind: 'ended',
      code: 0,
    });
    expect(lines.length).toBeGreaterThanOrEqual(2);
    const survey = await surveyOf(session);
    expect(survey.jobs['install']).toMatchObject({ state: 'ended', code: 0 });
    expect(survey.jobs['install']?.logSize).toBe(Buffer.byteLength(`${lines.join('\n')}\n`));
    expect(survey.receipts['job/install']).toMatchObject(receipt);
  });

  test('a job is followed from an offset, also after its end', async () => {
    const session = await world().connect();
    await session.startJob(job(world().works));
    const all = await follow(session, 0);
    const rest = await follow(await world().connect(), Buffer.byteLength(`${all[0]}\n`));
    expect(rest).toEqual(all.slice(1));
  });

  test('skips a line that starts before the offset; each line comes with the offset of the next', async () => {
    const session = await world().connect();
    await session.startJob(job(world().works));
    const all = await follow(session, 0);
    expect(await follow(session, 1)).toEqual(all.slice(1));
    const nexts: number[] = [];
    await session.followJob('install', { offset: 0 }, (_, next) => nexts.push(next));
    expect(await follow(session, nexts[0] ?? -1)).toEqual(all.slice(1));
    expect(await follow(session, (nexts[1] ?? -1) - 1)).toEqual(all.slice(2));
  });

  test('a job that fails stores its exit code and no receipt', async () => {
    const session = await world().connect();
    await session.startJob(job(world().fails));
    const end = await session.followJob('install', { offset: 0 }, () => undefined);
    expect(end.kind === 'ended' && end.code).toBeGreaterThan(0);
    const survey = await surveyOf(session);
    expect(survey.jobs['install']).toMatchObject({
      state: 'ended',
      code: end.kind === 'ended' ? end.code : 0,
    });
    expect(survey.receipts).toEqual({});
  });

  test('a job continues without its connection, and another session follows it', async () => {
    const first = await world().connect();
    await first.startJob(job(world().works));
    await first.close();
    const second = await world().connect();
    expect(await second.followJob('install', { offset: 0 }, () => undefined)).toEqual({
      kind: 'ended',
      code: 0,
    });
  });

  test('a job that was killed has vanished and can be started again', async () => {
    const session = await world().connect();
    await session.startJob(job(world().lasts));
    expect((await surveyOf(session)).jobs['install']?.state).toBe('running');
    await world().killJob();
    expect((await surveyOf(session)).jobs['install']?.state).toBe('vanished');
    expect(await session.followJob('install', { offset: 0 }, () => undefined)).toEqual({ kind: 'vanished' });
    await session.startJob(job(world().works));
    expect(await session.followJob('install', { offset: 0 }, () => undefined)).toEqual({
      kind: 'ended',
      code: 0,
    });
  });

  test('a job that runs longer than its limit is overdue, and continues', async () => {
    const session = await world().connect();
    await session.startJob(job(world().lasts));
    const end = await session.followJob('install', { offset: 0, limitMs: 0 }, () => undefined);
    expect(end).toEqual({ kind: 'overdue' });
    expect((await surveyOf(session)).jobs['install']?.state).toBe('running');
    await world().killJob();
  });

  test('a running job is not started again', async () => {
    const session = await world().connect();
    await session.startJob(job(world().lasts));
    const before = (await surveyOf(session)).jobs['install'];
    await session.startJob(job(world().works));
    expect((await surveyOf(session)).jobs['install']).toMatchObject({
      state: 'running',
      startedAt: before?.startedAt,
    });
    await world().killJob();
  });
}

async function follow(session: Session, offset: number): Promise<readonly string[]> {
  const lines: string[] = [];
  await session.followJob('install', { offset }, (line) => lines.push(line));
  return lines;
}
