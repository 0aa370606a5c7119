import { expect, test } from '@jest/globals';
import { ConnectionLost } from '../../../src/errors/errors.ts';
import type { Session } from '../../../src/transport/port.ts';
import { exists, holder, job, surveyOf, whole } from '../samples.ts';
import type { World } from '../world.ts';

type Call = (session: Session, world: World) => Promise<unknown>;

const READS: Readonly<Record<string, Call>> = {
  survey: (session) => surveyOf(session),
  read: (session) => session.read('/etc/hosts', { tailBytes: 10 }),
  ask: (session) => session.ask([exists('/etc/hosts')]),
  details: (session) =>
    session.details({
      address: '127.0.0.1',
      names: [],
      peers: [],
      writable: [],
      leftovers: [],
      packages: [],
    }),
  listen: (session, { deadUrl }) =>
    session.listen({
      ...{ address: '127.0.0.1', ports: [Number(new URL(deadUrl).port)], nonce: 'a1b2c3', limitMs: 1000 },
    }),
  dial: (session) => session.dial({ targets: [], nonce: 'a1b2c3', limitMs: 1000 }),
  reach: (session, { tls }) => session.reach({ kind: 'tls', ...tls, timeoutMs: 10_000 }),
  request: (session, { url }) => session.request({ method: 'GET', url, timeoutMs: 10_000 }),
};

const CHANGES: Readonly<
  Record<string, { call: Call; took: (session: Session, world: World) => Promise<boolean> }>
> = {
  lock: {
    call: (session) => session.lock(holder('t1')),
    took: async (session) => (await surveyOf(session)).lock?.token === 't1',
  },
  change: {
    call: (session) => session.change([whole('/srv/contract/changed', 'x')]),
    took: async (_session, world) => (await world.peek('/srv/contract/changed')) === 'x',
  },
  startJob: {
    call: (session, world) => session.startJob(job(world.works)),
    took: async (session) => 'install' in (await surveyOf(session)).jobs,
  },
};

/** The connection is lost during each method. The method reports that, and the next session sees what took effect. */
export function losing(world: () => World): void {
  test.each(Object.keys(READS).flatMap((name) => [[name, 'before'] as const, [name, 'after'] as const]))(
    '%s reports a connection lost %s the host acted',
    async (name, when) => {
      const session = await world().connect();
      world().cutNext(when);
      await expect(READS[name]?.(session, world())).rejects.toThrow(ConnectionLost);
      await expect(surveyOf(session)).rejects.toThrow(ConnectionLost);
      expect((await surveyOf(await world().connect())).jobs).toEqual({});
    },
  );

  test.each(Object.keys(CHANGES).flatMap((name) => [[name, 'before'] as const, [name, 'after'] as const]))(
    '%s reports a connection lost %s the host acted, and a new session sees whether it took effect',
    async (name, when) => {
      const session = await world().connect();
      world().cutNext(when);
      await expect(CHANGES[name]?.call(session, world())).rejects.toThrow(ConnectionLost);
      const next = await world().connect();
      expect(await CHANGES[name]?.took(next, world())).toBe(when === 'after');
    },
  );

  test('a connection lost before renew or release acts leaves the lock', async () => {
    for (const method of ['renew', 'release'] as const) {
      const session = await world().connect();
      const answer = await session.lock(holder('t1'));
      world().cutNext('before');
      await expect(answer.acquired && answer.lock[method]()).rejects.toThrow(ConnectionLost);
      expect((await surveyOf(await world().connect())).lock?.token).toBe('t1');
    }
  });

  test('a job continues if the connection is lost while it is followed', async () => {
    const session = await world().connect();
    await session.startJob(job(world().works));
    world().cutNext('after');
    await expect(session.followJob('install', { offset: 0 }, () => undefined)).rejects.toThrow(
      ConnectionLost,
    );
    const next = await world().connect();
    expect(await next.followJob('install', { offset: 0 }, () => undefined)).toEqual({
      kind: 'ended',
      code: 0,
    });
  });

  test('a closed session answers no call', async () => {
    const session = await world().connect();
    await session.close();
    await expect(surveyOf(session)).rejects.toThrow(ConnectionLost);
    await session.close();
  });
}
