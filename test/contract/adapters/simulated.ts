import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { textFile } from '../../../src/simulate/world/files.ts';
import type { Faults } from '../../../src/simulate/faults/faults.ts';
import { startBalancer } from '../../../src/simulate/services/balancer.ts';
import { emptyCluster } from '../../../src/simulate/services/database-members.ts';
import type {
  SimulatedExternalBroker,
  SimulatedExternalDatabase,
  SimulatedHost,
} from '../../../src/simulate/world/state.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import type { Command } from '../../../src/model/host/command.ts';
import type { Host } from '../../../src/model/cluster.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Adapter, World } from '../world.ts';

const DATABASE: SimulatedExternalDatabase = {
  kind: 'database',
  ...{ address: '192.0.2.51', port: 5432, ca: 'a CA', requiresClientCertificate: false },
  ...{ user: 'postgres', password: 'right-horse', database: 'postgres' },
  cluster: emptyCluster('192.0.2.51', []),
};
const BROKER: SimulatedExternalBroker = {
  kind: 'broker',
  ...{ address: '192.0.2.61', ca: 'a CA', user: 'cloudify', password: 'right-horse' },
  tags: ['administrator'],
};
const STATISTICS = 'listen statistics\n    bind 127.0.0.1:8404\n';
const system = { mode: 0o644, owner: 'root:root', mtime: 0 };

/** One simulated host. Its only server is the statistics page of a load balancer. */
export const simulatedAdapter: Adapter = {
  name: 'a simulated host',
  open: async () => open(),
  close: async () => undefined,
};

function open(): World {
  const clock = virtualClock();
  const { address, port, ca, user, database, password } = DATABASE;
  const cut: { when?: 'before' | 'after' } = {};
  const transport = simulatedTransport({
    hosts: [HOST],
    clock,
    faults: dropOnce(cut),
    external: [DATABASE, BROKER],
  });
  const { world } = transport;
  const host = world.host('h1');
  prepare(host);
  startBalancer(world, host);
  return {
    connect: () => transport.connect(HOST),
    cutNext: (when) => void (cut.when = when),
    sleep: (ms) => clock.sleep(ms),
    peek: async (path) => host.files.get(path)?.content,
    works: packages('install', 'haproxy'),
    fails: packages('install', 'no-such-package'),
    lasts: packages('install', '/srv/large.deb'),
    killJob: async () => void world.killJob('h1', 'install'),
    url: 'http://127.0.0.1:8404/stats;csv',
    deadUrl: 'http://127.0.0.1:8405/',
    database: { address, port, ca, user, database, password: new Secret(password) },
    tls: { address: BROKER.address, port: 5671, ca: BROKER.ca },
    otherCa: 'another CA',
    stop: () => transport.close(),
  };
}

function dropOnce(cut: { when?: 'before' | 'after' }): Faults {
  return ({ method }) => {
    const { when } = cut;
    if (!when || method === 'connect') return undefined;
    delete cut.when;
    return { kind: 'drop', when };
  };
}

/** `lasts` needs a package that takes a minute. */
function prepare({ files }: SimulatedHost): void {
  files.set('/etc/haproxy/haproxy.cfg', textFile(STATISTICS, system));
  files.set('/srv/large.deb', textFile('a package', system));
}

function packages(...args: readonly string[]): Command {
  return { program: 'packages', args, as: 'root', timeoutMs: 60_000 };
}

const HOST: Host = {
  name: 'h1',
  role: 'load_balancer',
  address: '192.0.2.1',
  ssh: {
    user: 'operator',
    port: 22,
    agent: false,
    become: true,
    knownHosts: '/known_hosts',
    connectTimeoutMs: 10_000,
  },
  privateIp: '192.0.2.1',
  publicIp: '192.0.2.1',
  hostname: 'h1',
  networks: {},
  overlay: {},
};
