import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';

/** The details that `check` reads. */
export function detailing(world: () => World): void {
  const ask = {
    address: '127.0.0.1',
    names: ['localhost', 'no-such-name.invalid'],
    peers: ['127.0.0.1'],
    writable: ['/etc', '/var/lib/quorate'],
    leftovers: ['/etc/haproxy', '/no/such/directory'],
    syncIn: '/etc',
    packages: [],
  } as const;

  test('reads the details of a host', async () => {
    const session = await world().connect();
    const details = await session.details(ask);
    expect(details).toMatchObject({
      missingPackages: [],
      unreachableRepositories: [],
      unwritable: [],
      mtu: expect.any(Number),
      syncMs: expect.any(Number),
    });
    expect(details.resolved['no-such-name.invalid']).toEqual([]);
    expect(details.leftovers).not.toContain('/no/such/directory');
  });

  test('leaves the host as it was', async () => {
    const session = await world().connect();
    await session.details(ask);
    expect(await session.details(ask)).toMatchObject({ unwritable: [] });
    expect(await world().peek('/var/lib/quorate')).toBeUndefined();
  });
}
