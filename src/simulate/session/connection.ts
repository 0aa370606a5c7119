import { ConnectionLost } from '../../errors/errors.ts';
import type { PortCall, FaultEffect, Faults, PortMethod, FaultTiming } from '../faults/faults.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import { isWorldEffect, applyFault } from '../faults/apply-fault.ts';

/** The simulated Quorate process: its faults, and whether it still runs. */
export interface Deployer {
  readonly faults: Faults;
  /** Each call so far, in order. Tests use the number of calls to choose where to interrupt the next run. */
  readonly calls: PortCall[];
  killed: boolean;
  /** Time until which the process is suspended. */
  frozenUntil: number;
  kill(): void;
}

/** One connection to one host. */
export interface SimulatedConnection {
  readonly world: World;
  readonly host: SimulatedHost;
  readonly deployer: Deployer;
  /** Boot in which the connection was opened. A reboot ends the connection. */
  readonly bootId: string;
  open: boolean;
  /** Set by the first attempt to acquire a lock: later changes require that the lock has this token. */
  fence?: { readonly cluster: string; readonly token: string };
}

/** A connection of a machine, for another of its hosts. */
export function anotherHostOf(connection: SimulatedConnection, host: SimulatedHost): SimulatedConnection {
  return new Proxy(connection, {
    get: (_, key): unknown => (key === 'host' ? host : Reflect.get(connection, key)),
  });
}

const HALF_TRIP_MS = 1;
/** Time without keepalive replies after which the SSH connection is closed. */
const KEEPALIVE_MS = 30_000;

/**
 * Carries one call of the port to the host and back, and applies its fault.
 * @param body the effect on the host. `cut`: true if the connection is lost half-way; after that, the effect must not
 * wait for the simulated Quorate process
 * @throws ConnectionLost
 */
export async function carryCall<T>(
  connection: SimulatedConnection,
  { method, detail }: { readonly method: PortMethod; readonly detail: string },
  body: (cut: boolean, effect: FaultEffect | undefined) => T | Promise<T>,
): Promise<T> {
  const effect = recordCall(connection, { host: connection.host.name, method, detail });
  if (effect?.kind === 'slow') await sleepConnected(connection, effect.ms);
  await endAt(connection, effect, ['before']);
  await sleepConnected(connection, HALF_TRIP_MS * connection.host.slowness);
  const answer = await body(isEndedAt(effect, ['within']), effect);
  await endAt(connection, effect, ['within', 'after']);
  await sleepConnected(connection, HALF_TRIP_MS * connection.host.slowness);
  return answer;
}

/** Records a call and returns its fault. Effects on the world and suspensions of the deployer are applied here. */
export function recordCall(
  { world, deployer }: Pick<SimulatedConnection, 'world' | 'deployer'>,
  call: Omit<PortCall, 'index'>,
): FaultEffect | undefined {
  const numbered = { index: deployer.calls.length + 1, ...call };
  deployer.calls.push(numbered);
  const effect = deployer.faults(numbered);
  if (isWorldEffect(effect)) applyFault(world, call.host, effect);
  if (effect?.kind === 'freeze') deployer.frozenUntil = world.now() + effect.ms;
  return effect;
}

/** Waits in world time. @throws ConnectionLost if the connection was lost meanwhile */
export async function sleepConnected(connection: SimulatedConnection, ms: number): Promise<void> {
  await sleepAsDeployer(connection, ms);
  const { host } = connection;
  if (!connection.open) throw new ConnectionLost(host.name, 'closed');
  if (!host.up || host.bootId !== connection.bootId) throw loseConnection(connection, 'the host went down');
  if (host.reachable) return;
  await sleepAsDeployer(connection, KEEPALIVE_MS);
  throw loseConnection(connection, `no answer for ${KEEPALIVE_MS / 1_000} s`);
}

/** Waits in world time, and while the deployer is suspended. Never returns if the deployer was killed. */
export async function sleepAsDeployer(
  { world, deployer }: Pick<SimulatedConnection, 'world' | 'deployer'>,
  ms: number,
): Promise<void> {
  if (!deployer.killed) await world.clock.sleep(ms);
  while (!deployer.killed && world.clock.now() < deployer.frozenUntil)
    await world.clock.sleep(deployer.frozenUntil - world.clock.now());
  if (deployer.killed) await new Promise<never>(() => undefined);
  world.catchUp();
}

function loseConnection(connection: SimulatedConnection, why: string): ConnectionLost {
  connection.open = false;
  return new ConnectionLost(connection.host.name, why);
}

async function endAt(
  connection: SimulatedConnection,
  effect: FaultEffect | undefined,
  timings: readonly FaultTiming[],
): Promise<void> {
  if (!effect || !isEndedAt(effect, timings)) return;
  if (effect.kind === 'drop') throw loseConnection(connection, 'connection reset by peer');
  connection.deployer.kill();
  await sleepAsDeployer(connection, 0);
}

function isEndedAt(effect: FaultEffect | undefined, timings: readonly FaultTiming[]): boolean {
  return (effect?.kind === 'drop' || effect?.kind === 'kill') && timings.includes(effect.when);
}
