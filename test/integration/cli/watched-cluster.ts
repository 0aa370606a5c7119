import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.ts';
import type { Edges } from '../../../src/cli/program-environment.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import type { HostName } from '../../../src/model/names.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import type { Session } from '../../../src/transport/port.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { bareEdges } from '../../unit/cli/bare-edges.ts';
import { operatorDirectory } from './operator-directory.ts';

/** A deployed cluster of nine simulated hosts. Its own time is simulated; a program that watches it uses real time. */
export interface WatchedCluster {
  readonly folder: string;
  readonly inventory: string;
  readonly hosts: SimulatedTransport;
  /** Hosts that accept a connection and then never answer. */
  readonly hanging: Set<HostName>;
  /** The transport and the clock for a program that watches the hosts. */
  readonly watching: Pick<Edges, 'transport' | 'clock'>;
  /** Number of connections that were opened to a host by programs that watch it. */
  readonly connections: (host: HostName) => number;
  readonly leave: () => void;
}

export async function watchedCluster(): Promise<WatchedCluster> {
  const clock = virtualClock(NOW);
  const folder = await operatorDirectory();
  const inventory = join(folder, 'inventory.yaml');
  const { cluster } = await loadInventory(inventory, {});
  const hosts = simulatedTransport({ hosts: cluster.hosts, clock });
  const { edges, stdout, stderr } = bareEdges({ clock, transport: async () => hosts.reopen() });
  if ((await main(['deploy', inventory], edges)) !== 0) throw new Error(`${stdout()}${stderr()}`);
  const hanging = new Set<HostName>();
  const before = new Map(cluster.hosts.map(({ name }) => [name, hosts.world.host(name).counts.connects]));
  const ahead = clock.now() - Date.now();
  return {
    ...{ folder, inventory, hosts, hanging },
    watching: {
      clock: { now: () => Date.now() + ahead, sleep: (...args) => systemClock.sleep(...args) },
      transport: async () => hangingTransport(hosts.reopen(), hanging),
    },
    connections: (host) => hosts.world.host(host).counts.connects - (before.get(host) ?? 0),
    leave: () => rmSync(folder, { recursive: true }),
  };
}

const never = () => new Promise<never>(() => undefined);

function hangingTransport(
  transport: SimulatedTransport,
  hanging: ReadonlySet<HostName>,
): Awaited<ReturnType<Edges['transport']>> {
  const hangs = (host: HostName) => hanging.has(host);
  const hangingSession = (session: Session): Session => ({
    ...session,
    survey: (ask) => (hangs(session.host) ? never() : session.survey(ask)),
    ask: (commands) => (hangs(session.host) ? never() : session.ask(commands)),
    request: (probe) => (hangs(session.host) ? never() : session.request(probe)),
    reach: (probe) => (hangs(session.host) ? never() : session.reach(probe)),
    on: (host) => hangingSession(session.on(host)),
  });
  return {
    connect: async (...args) => hangingSession(await transport.connect(...args)),
    close: () => transport.close(),
  };
}
