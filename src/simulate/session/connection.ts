import { ConnectionLost } from '../../errors/errors.ts';
import type { PortCall, FaultEffect, Faults, PortMethod, FaultTiming } from '../faults/faults.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import { isWorldEffect, applyFault } from '../faults/apply-fault.ts';

/** The program at the laptop's end: what its faults are, and whether it still lives. */
export interface Deployer {
  readonly faults: Faults;
  /** All calls so far, for choosing where to break the next run. */
  readonly calls: PortCall[];
  killed: boolean;
  /** Until then it does nothing, ms since the epoch. */
  frozenUntil: number;
  kill(): void;
}

/** One connection to one host. */
export interface SimulatedConnection {
  readonly world: World;
  readonly host: SimulatedHost;
  readonly deployer: Deployer;
  /** The boot it was made in: a restart ends it. */
  readonly bootId: string;
  open: boolean;
  /** What later changes are fenced by. */
  fence?: { readonly cluster: string; readonly token: string };
}

const HALF_TRIP_MS = 1;
/** Keepalives of the SSH connection that go unanswered before it is given up. */
const KEEPALIVE_MS = 30_000;

/**
 * Carries one call of the port to the host and back, with what its fault does to it.
 * @param body does it; told whether the connection ends half-way. Nothing of it may depend on the laptop after that
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

/** The fault that hits a call; what it does to the world or to the deployer's own time is done. */
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

/** Lets time pass and the world with it. @throws ConnectionLost when the line did not survive that */
export async function sleepConnected(connection: SimulatedConnection, ms: number): Promise<void> {
  await sleepAsDeployer(connection, ms);
  const { host } = connection;
  if (!connection.open) throw new ConnectionLost(host.name, 'closed');
  if (!host.up || host.bootId !== connection.bootId) throw loseConnection(connection, 'the host went down');
  if (host.reachable) return;
  await sleepAsDeployer(connection, KEEPALIVE_MS);
  throw loseConnection(connection, `no answer for ${KEEPALIVE_MS / 1_000} s`);
}

/** A dead deployer waits for ever: nothing it would have done next happens. */
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

export function loseConnection(connection: SimulatedConnection, why: string): ConnectionLost {
  connection.open = false;
  return new ConnectionLost(connection.host.name, why);
}

async function endAt(
  connection: SimulatedConnection,
  effect: FaultEffect | undefined,
  whens: readonly FaultTiming[],
): Promise<void> {
  if (!effect || !isEndedAt(effect, whens)) return;
  if (effect.kind === 'drop') throw loseConnection(connection, 'connection reset by peer');
  connection.deployer.kill();
  await sleepAsDeployer(connection, 0);
}

function isEndedAt(effect: FaultEffect | undefined, whens: readonly FaultTiming[]): boolean {
  return (effect?.kind === 'drop' || effect?.kind === 'kill') && whens.includes(effect.when);
}
