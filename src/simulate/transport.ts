import type { Clock } from '../clock/clock.ts';
import { ConnectError } from '../errors/errors.ts';
import type { Host } from '../model/cluster.ts';
import type { Transport } from '../transport/port.ts';
import type { PortCall, Faults } from './faults/faults.ts';
import {
  recordCall,
  sleepAsDeployer,
  type Deployer,
  type SimulatedConnection,
} from './session/connection.ts';
import { sessionOn } from './session/session.ts';
import type { SimulatedExternalService, SimulatedHost, World } from './world/state.ts';
import { simulatedWorld } from './world/world.ts';
import type { DurationTable } from './world/durations.ts';

/**
 * Implements the transport port with simulated hosts. All connections belong to one simulated Quorate process, the
 * deployer.
 */
export interface SimulatedTransport extends Transport {
  readonly world: World;
  /** All calls so far, in order. */
  readonly calls: readonly PortCall[];
  /** Resolves when a `kill` fault has occurred. No call of this transport returns after that. */
  readonly killed: Promise<void>;
  /** Opens a new transport to the same hosts, for the next run. */
  reopen(faults?: Faults): SimulatedTransport;
}

/**
 * @param hosts empty hosts; may include spares that the inventory does not list
 * @param clock a virtual clock, or the real one for hosts that work in real time
 * @param external services that are not part of the cluster (services/external.ts)
 * @param product release of packages whose name has no version; the newest by default
 * @param seed chooses durations and elections; the same seed gives the same world
 * @param durations table of world/durations.ts, by default `product`
 */
export function simulatedTransport(given: {
  readonly hosts: readonly Host[];
  readonly clock: Clock;
  readonly faults?: Faults;
  readonly seed?: number;
  readonly external?: readonly SimulatedExternalService[];
  readonly product?: string;
  readonly os?: string;
  readonly durations?: DurationTable;
}): SimulatedTransport {
  return transportTo(simulatedWorld(given), given.faults);
}

const noFaults: Faults = () => undefined;
const HANDSHAKE_MS = 40;
const RETRY_MS = 5_000;
const PATIENCE_MS = 30_000;

function transportTo(world: World, faults: Faults = noFaults): SimulatedTransport {
  const { deployer, killed } = newDeployer(faults);
  const connections = new Set<SimulatedConnection>();
  return {
    world,
    calls: deployer.calls,
    killed,
    reopen: (next) => transportTo(world, next),
    connect: async (spec, signal) => {
      const connection = await connect({ world, deployer }, spec, signal);
      connections.add(connection);
      return sessionOn(connection);
    },
    close: async () => {
      for (const connection of connections) connection.open = false;
    },
  };
}

function newDeployer(faults: Faults): { deployer: Deployer; killed: Promise<void> } {
  let die = () => {};
  const killed = new Promise<void>((resolve) => {
    die = () => {
      deployer.killed = true;
      resolve();
    };
  });
  const deployer: Deployer = { faults, calls: [], killed: false, frozenUntil: 0, kill: () => die() };
  return { deployer, killed };
}

async function connect(
  from: { readonly world: World; readonly deployer: Deployer },
  spec: Host,
  signal: AbortSignal | undefined,
): Promise<SimulatedConnection> {
  const { world, deployer } = from;
  const effect = recordCall(from, { host: spec.name, method: 'connect', detail: spec.address });
  const host = world.host(spec.name);
  host.counts.connects += 1;
  if (effect?.kind === 'kill') deployer.kill();
  await sleepAsDeployer(from, HANDSHAKE_MS * host.slowness + (effect?.kind === 'slow' ? effect.ms : 0));
  if (signal?.aborted) throw connectError(spec, 'interrupted');
  if (['refuse', 'drop'].includes(effect?.kind ?? '')) throw connectError(spec, 'connection refused');
  await waitUntilUp(from, host);
  return { world, host, deployer, bootId: host.bootId, open: true };
}

/** Waits for a host that is booting, as the SSH adapter does. */
async function waitUntilUp(from: Parameters<typeof sleepAsDeployer>[0], host: SimulatedHost): Promise<void> {
  for (let waited = 0; !host.up || !host.reachable; waited += RETRY_MS) {
    if (waited >= PATIENCE_MS) throw connectError(host.spec, `no answer within ${PATIENCE_MS / 1_000} s`);
    await sleepAsDeployer(from, RETRY_MS);
  }
}

function connectError(spec: Host, what: string): ConnectError {
  const next = `check that the host is up: ssh -p ${spec.ssh.port} ${spec.ssh.user}@${spec.address}`;
  return new ConnectError([
    {
      where: spec.name,
      address: spec.address,
      cause: 'refused',
      what: `cannot connect to ${spec.address}: ${what}`,
      next,
    },
  ]);
}
