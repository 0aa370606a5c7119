import { INTER_NODE } from '../../components/rabbitmq/node-port.ts';
import type { BalancerConfig, SimulatedHost, Unit, World } from '../world/state.ts';
import { hostsOnSameMachine } from './network.ts';
import { stopUnit } from './running.ts';

/** A port of a service, and the program that listens on it. */
interface ServicePort {
  readonly port: number;
  readonly by: string;
}

const by = (name: string, ports: readonly number[]): readonly ServicePort[] =>
  ports.map((port) => ({ port, by: name }));

export const DATABASE_PORTS = [
  ...by('etcd', [2379, 2380]),
  ...by('postgres', [5432]),
  ...by('patroni', [8008]),
];
/** Ports of a node, also while its application is stopped. */
export const NODE_PORTS = [...by('epmd', [4369]), ...by('beam.smp', [INTER_NODE])];
/** Ports of a node's application. */
export const APPLICATION_PORTS = by('beam.smp', [5671, 15671]);
export const BROKER_PORTS = [...NODE_PORTS, ...APPLICATION_PORTS];
export const MANAGER_PORTS = by('nginx', [443, 53333]);

export function balancerPorts({ ports }: Pick<BalancerConfig, 'ports'>): readonly ServicePort[] {
  return by('haproxy', ports);
}

const NO_PORTS = { ports: [] };

/** The units of a host that are starting, with the ports that they are about to use. */
function starting(world: World, host: SimulatedHost): readonly (readonly [Unit, readonly ServicePort[]])[] {
  const units = [
    [host.database, DATABASE_PORTS],
    [host.broker, BROKER_PORTS],
    [host.manager, MANAGER_PORTS],
    [host.balancer, balancerPorts(host.balancer?.config ?? NO_PORTS)],
  ] as const;
  return units.flatMap(([unit, ports]) =>
    unit?.running && unit.readyAt > world.now() ? [[unit, ports] as const] : [],
  );
}

/** Describes the first of the ports that a temporary listener holds, so that a service cannot start. */
export function portTaken(
  world: World,
  { listeners }: SimulatedHost,
  ports: readonly ServicePort[],
): string | undefined {
  const taken = ports.find(({ port }) => (listeners.get(port)?.until ?? 0) > world.now());
  return taken && `${taken.by}: cannot listen on port ${taken.port}: address already in use`;
}

/**
 * Stops each service that is starting while a temporary listener holds one of its ports. On a real host, the listener may
 * end in time.
 */
export function stopWithoutPorts(world: World, host: SimulatedHost): void {
  const units = hostsOnSameMachine(world, host).flatMap((each) => starting(world, each));
  for (const [unit, ports] of units) {
    const fault = portTaken(world, host, ports);
    if (!fault || !stopUnit(world, unit)) continue;
    world.record({ host: host.name, kind: 'effect', what: `${host.name} ${fault}` });
  }
}
