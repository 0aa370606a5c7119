// Options of programs: cspell:ignore neigh lladdr pgrep
import { expect, test } from '@jest/globals';
import type { Status } from '../../../src/report/tables/status.ts';
import { on, outputOn } from '../../lab/native/access.ts';
import { debian12, nativeHostsOf, type NativeHost } from '../../lab/native/hosts.ts';
import { nativePaths } from '../../lab/native/lab.ts';
import { must } from '../../lab/shell.ts';
import { waitUntil, whileWriting } from './native.ts';
import { quorate } from './quorate.ts';

const MINUTE = 60_000;

/** A loaded machine delays keepalived. */
const LIMIT_MS = 40_000;
const ADDRESS = debian12.virtualIp ?? '';

const balancers = (): readonly NativeHost[] => nativeHostsOf('load_balancer');

/** Declares the tests of the virtual address on a deployed lab: it moves with each fault, and no acknowledged write is lost. */
export function testVirtualIp(faults: readonly Fault[]): void {
  test.each(faults)(
    'the virtual address moves when $name, and stays when that ends',
    async ({ start, end }) => {
      const [holder] = (await holders()) as [NativeHost];
      const others = balancers().filter((host) => host !== holder);
      const { tallies, lost } = await whileWriting(async () => {
        await start(holder);
        await waitForHolders(others);
        await end(holder);
        await waitUntil(isHealthy);
      });
      expect(await holders()).toEqual(others);
      expect(lost).toEqual([]);
      expect(tallies.rows.acknowledged).toBeGreaterThan(20);
    },
    4 * MINUTE,
  );

  test(
    'both load balancers have the virtual address only while their link is cut, and status reports it',
    async () => {
      const before = await holders();
      await setLink('cut');
      await waitForHolders(balancers());
      const apart = await balancerStatus();
      await setLink('restored');
      await waitUntil(async () => (await holders()).length === 1);
      expect(before).toHaveLength(1);
      expect(apart.notOk).toEqual([
        `nat-lb1: holds ${ADDRESS}, which nat-lb2 also holds`,
        `nat-lb2: holds ${ADDRESS}, which nat-lb1 also holds`,
      ]);
      await waitUntil(isHealthy);
    },
    4 * MINUTE,
  );
}

async function isHealthy(): Promise<boolean> {
  return (await balancerStatus()).state === 'ready';
}

/** The gate of the load balancers, as `status` reports it. */
async function balancerStatus(): Promise<Partial<Status['gates'][number]>> {
  const { code, stdout } = await quorate('status', nativePaths.inventory, '--output', 'json');
  // A host is unreachable.
  if (code !== 0) return {};
  const { gates = [] } = JSON.parse(stdout) as Partial<Status>;
  return gates.find(({ gate }) => gate === 'load-balancer') ?? {};
}

/** The load balancers that have the virtual address, as their kernels report it. */
async function holders(): Promise<readonly NativeHost[]> {
  const held = await Promise.all(
    balancers().map(async (host) => {
      const { code, stdout } = await on(host, ['ip', '-oneline', 'address', 'show', 'to', ADDRESS]);
      return code === 0 && stdout.includes(ADDRESS) ? [host] : [];
    }),
  );
  return held.flat();
}

/** Waits until exactly these load balancers have the address. */
async function waitForHolders(wanted: readonly NativeHost[]): Promise<void> {
  const names = wanted.map(({ name }) => name).join();
  const limit = Date.now() + LIMIT_MS;
  let seen = '';
  while (Date.now() < limit) {
    seen = (await holders()).map(({ name }) => name).join();
    if (seen === names) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${ADDRESS} is on ${seen || 'no load balancer'}, not on ${names}`);
}

/** A fault of a load balancer because of which the address leaves it, and what ends the fault. */
interface Fault {
  readonly name: string;
  readonly start: (host: NativeHost) => Promise<unknown>;
  readonly end: (host: NativeHost) => Promise<unknown>;
}

/** The faults of `npm test`. */
export const SHORT_FAULTS: readonly Fault[] = [
  {
    name: 'HAProxy stops',
    start: (host) => outputOn(host, ['systemctl', 'stop', 'haproxy']),
    end: (host) => outputOn(host, ['systemctl', 'start', 'haproxy']),
  },
  {
    name: 'keepalived is killed with its child',
    start: (host) => outputOn(host, ['systemctl', 'kill', '--signal', 'KILL', 'quorate-keepalived']),
    end: () => Promise.resolve(),
  },
];

export const FAULTS: readonly Fault[] = [
  ...SHORT_FAULTS,
  {
    name: 'only the child of keepalived is killed',
    start: (host) => outputOn(host, ['bash', '-c', KILL_CHILD]),
    end: () => Promise.resolve(),
  },
  {
    name: 'the machine dies',
    start: ({ container }) => must(['docker', 'kill', container]),
    end: ({ container }) => must(['docker', 'start', container]),
  },
];

const KILL_CHILD = 'kill -KILL $(pgrep -P $(systemctl show -P MainPID quorate-keepalived))';

/** A MAC address that no machine has. */
const NO_MACHINE = '02:00:00:00:00:01';

/** Drops all packets between the load balancers, or lets them pass again. */
async function setLink(state: 'cut' | 'restored'): Promise<void> {
  const [one, other] = balancers() as [NativeHost, NativeHost];
  const set = (host: NativeHost, { address }: NativeHost) =>
    outputOn(host, [
      ...['ip', 'neigh', state === 'cut' ? 'replace' : 'del', address, 'dev', 'eth0'],
      ...(state === 'cut' ? ['lladdr', NO_MACHINE, 'nud', 'permanent'] : []),
    ]);
  await set(one, other);
  await set(other, one);
}
