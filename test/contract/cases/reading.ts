import { expect, test } from '@jest/globals';
import { exists, NOTHING, surveyOf, whole } from '../samples.ts';
import type { World } from '../world.ts';

/** Methods that only read. */
export function reading(world: () => World): void {
  test('an empty host has no receipts, and reports its identity', async () => {
    const session = await world().connect();
    const { facts, ...survey } = await surveyOf(session, {
      files: [{ path: '/srv/contract/absent.conf' }],
      paths: ['/srv/contract/absent.conf'],
    });
    expect(facts.machineId).toMatch(/^[0-9a-f]{32}$/);
    expect(facts.bootId).not.toBe('');
    expect(facts.hostname).not.toBe('');
    expect(facts.memory).toBeGreaterThan(1024 * 1024);
    expect(Math.abs(facts.clock - facts.clockAsked)).toBeLessThan(60_000);
    expect(survey).toEqual({
      files: [{ path: '/srv/contract/absent.conf', kind: 'absent', mode: 0, owner: '', size: 0, sha256: '' }],
      paths: { '/srv/contract/absent.conf': false },
      receipts: {},
      jobs: {},
      guards: {},
      unreadable: [],
      obstacles: [],
    });
  });

  test('a survey returns the outcome of the newest entry in the history', async () => {
    const session = await world().connect();
    const entry = { v: 2, run: 'r', who: 'ann', from: 'ci', command: 'deploy', inventory: 'aa' } as const;
    const note = (outcome: 'started' | 'failed') =>
      session.change([{ kind: 'history', entry: { ...entry, outcome } }]);
    await note('started');
    expect((await surveyOf(session)).lastOutcome).toBe('started');
    await note('failed');
    expect((await surveyOf(session)).lastOutcome).toBe('failed');
  });

  test('a survey measures disks, also for missing directories, and runs guards', async () => {
    const session = await world().connect();
    const guards = [
      { id: 'phase/db1/yes', command: exists('/srv/contract/present.conf') },
      { id: 'phase/db1/no', command: exists('/srv/contract/absent.conf') },
    ];
    await session.change([whole('/srv/contract/present.conf', 'x')]);
    const survey = await surveyOf(session, { guards, disks: ['/var/lib/absent/deeper'] });
    expect(survey.facts.diskFree['/var/lib/absent/deeper']).toBeGreaterThan(1024);
    expect(survey.guards).toEqual({
      'phase/db1/yes': { kind: 'exited', code: 0, stdout: '', stderr: '' },
      'phase/db1/no': { kind: 'exited', code: 1, stdout: '', stderr: '' },
    });
  });

  test('a survey with known facts reads what steps change, and keeps those facts and obstacles', async () => {
    const session = await world().connect();
    const path = '/srv/contract/present.conf';
    const obstacles = [{ what: 'an obstacle', fix: 'a command' }];
    const { facts } = await surveyOf(session);
    await session.change([whole(path, 'x')]);
    const guards = [{ id: 'phase/db1/yes', command: exists(path) }];
    const ask = { ...NOTHING, files: [{ path }], guards, disks: ['/var'] } as const;
    const survey = await session.survey(ask, { facts, obstacles });
    expect(survey.facts).toBe(facts);
    expect(survey.obstacles).toBe(obstacles);
    expect(survey.files).toMatchObject([{ kind: 'file', size: 1 }]);
    expect(survey.guards).toMatchObject({ 'phase/db1/yes': { code: 0 } });
  });

  test('returns answers in the order of the commands', async () => {
    const session = await world().connect();
    await session.change([whole('/srv/contract/present.conf', 'x')]);
    const answers = await session.ask([
      exists('/srv/contract/absent.conf'),
      exists('/srv/contract/present.conf'),
    ]);
    expect(answers.map((answer) => answer.kind === 'exited' && answer.code)).toEqual([1, 0]);
    expect(await session.ask([])).toEqual([]);
  });

  test('reads the end of a file; undefined if there is none', async () => {
    const session = await world().connect();
    await session.change([whole('/srv/contract/long.log', 'first\nsecond\nthird\n')]);
    expect(await session.read('/srv/contract/long.log', { tailBytes: 13 })).toBe('second\nthird\n');
    expect(await session.read('/srv/contract/long.log', { tailBytes: 1000 })).toBe('first\nsecond\nthird\n');
    expect(await session.read('/srv/contract/absent.log', { tailBytes: 13 })).toBeUndefined();
  });

  test('sends a request from the host, or returns why there is no answer', async () => {
    const session = await world().connect();
    expect(await session.request({ method: 'GET', url: world().url, timeoutMs: 10_000 })).toMatchObject({
      kind: 'response',
      status: 200,
    });
    expect(await session.request({ method: 'GET', url: world().deadUrl, timeoutMs: 10_000 })).toEqual({
      kind: 'no-answer',
      cause: 'refused',
      text: 'refused',
    });
  });
}
