import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';

const NONCE = 'a1b2c3d4e5f6';

/** TCP connections between hosts, and the temporary listener that answers them. */
export function connecting(world: () => World): void {
  const portOf = (url: string) => Number(new URL(url).port);
  const listener = () => ({
    address: '127.0.0.1',
    ports: [portOf(world().deadUrl), portOf(world().url)],
    nonce: NONCE,
    limitMs: 20_000,
  });
  const target = (url: string) => ({ address: '127.0.0.1', port: portOf(url) });
  const dialing = (nonce = NONCE) => ({
    targets: [target(world().deadUrl), target(world().url)],
    nonce,
    limitMs: 2000,
  });

  test('without a listener, a connection is refused where no program listens', async () => {
    const session = await world().connect();
    expect(await session.dial(dialing())).toEqual(['refused', 'connected']);
    expect(await session.dial({ ...dialing(), targets: [] })).toEqual([]);
  });

  test('listens on free ports, and answers with the nonce', async () => {
    const session = await world().connect();
    const { ports, stop } = await session.listen(listener());
    expect(ports).toEqual({ [portOf(world().deadUrl)]: 'listening', [portOf(world().url)]: 'in-use' });
    expect(await session.dial(dialing())).toEqual(['nonce', 'connected']);
    expect(await session.dial(dialing('another'))).toEqual(['connected', 'connected']);
    await stop();
    expect(await session.dial(dialing())).toEqual(['refused', 'connected']);
    await stop();
  });

  test('a listener of a lost connection ends by itself', async () => {
    const session = await world().connect();
    await session.listen({ ...listener(), limitMs: 1000 });
    await session.close();
    await world().sleep(2500);
    expect(await (await world().connect()).dial(dialing())).toEqual(['refused', 'connected']);
  });
}
