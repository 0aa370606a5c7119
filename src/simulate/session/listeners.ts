import type { DialState, ListenRequest, ListenState } from '../../model/host/connections.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import { stopWithoutPorts } from '../services/ports.ts';
import { hostAt } from './requests.ts';
import { listening } from './survey.ts';

/** Starts a temporary listener, which ends by itself. */
export function startListener(
  world: World,
  host: SimulatedHost,
  { address, ports, nonce, limitMs, replace }: ListenRequest,
): Readonly<Record<number, ListenState>> {
  const own = address === host.spec.privateIp || address === '127.0.0.1';
  if (replace) host.listeners.clear();
  const used = portsInUse(world, host);
  const states = ports.map((port): readonly [number, ListenState] => {
    if (used.includes(port)) return [port, 'in-use'];
    if (!own) return [port, 'failed'];
    host.listeners.set(port, { nonce, until: world.now() + limitMs });
    return [port, 'listening'];
  });
  stopWithoutPorts(world, host);
  // The service that the job installs may start before the listener ends.
  const jobs = [...host.jobs].flatMap(([name, { ended }]) => (ended ? [] : [name])).join(', ');
  if (jobs !== '')
    world.record({ host: host.name, kind: 'effect', what: `listens temporarily while ${jobs} runs` });
  return Object.fromEntries(states);
}

export function stopListener({ listeners }: SimulatedHost, nonce: string): void {
  for (const [port, listener] of listeners) if (listener.nonce === nonce) listeners.delete(port);
}

/** Ports with a service or a temporary listener. */
function portsInUse(world: World, host: SimulatedHost): readonly number[] {
  return [
    ...listening(world, host).map(({ port }) => port),
    ...[...host.listeners].flatMap(([port, { until }]) => (until > world.now() ? [port] : [])),
  ];
}

/** Opens a TCP connection from a host. */
export function dialFrom(
  world: World,
  from: SimulatedHost,
  { address, port, nonce }: { readonly address: string; readonly port: number; readonly nonce: string },
): DialState {
  const target = hostAt(world, from, address);
  if (!target?.up) return 'timeout';
  const blocked = world.firewall.get(`${from.name} ${target.name} ${port}`);
  if (blocked) return blocked;
  const listener = target.listeners.get(port);
  if (listener && listener.until > world.now()) return listener.nonce === nonce ? 'nonce' : 'connected';
  return portsInUse(world, target).includes(port) ? 'connected' : 'refused';
}
