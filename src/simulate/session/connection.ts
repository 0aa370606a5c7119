import { ConnectionLost } from '../../errors/errors.ts';
import type { Call, Effect, Faults, Method, When } from '../faults/faults.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import { isOfWorld, applyFault } from '../faults/apply-fault.ts';

/** The program at the laptop's end: what its faults are, and whether it still lives. */
export interface Deployer {
  readonly faults: Faults;
  /** All calls so far, for choosing where to break the next run. */
  readonly calls: Call[];
  dead: boolean;
  /** Until then it does nothing, ms since the epoch. */
  frozenUntil: number;
  die(): void;
}

/** One connection to one host. */
export interface SimulatedConnection {
  readonly world: World;
  readonly host: SimulatedHost;
  readonly deployer: Deployer;
  /** The boot it was made in: a restart ends it. */
  readonly boot: string;
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
export async function call<T>(
  line: SimulatedConnection,
  { method, detail }: { readonly method: Method; readonly detail: string },
  body: (cut: boolean, effect: Effect | undefined) => T | Promise<T>,
): Promise<T> {
  const effect = nextCall(line, { host: line.host.name, method, detail });
  if (effect?.kind === 'slow') await pause(line, effect.ms);
  await endAt(line, effect, ['before']);
  await pause(line, HALF_TRIP_MS * line.host.slowness);
  const answer = await body(isEndedAt(effect, ['within']), effect);
  await endAt(line, effect, ['within', 'after']);
  await pause(line, HALF_TRIP_MS * line.host.slowness);
  return answer;
}

/** The fault that hits a call; what it does to the world or to the deployer's own time is done. */
export function nextCall(
  { world, deployer }: Pick<SimulatedConnection, 'world' | 'deployer'>,
  call: Omit<Call, 'index'>,
): Effect | undefined {
  const numbered = { index: deployer.calls.length + 1, ...call };
  deployer.calls.push(numbered);
  const effect = deployer.faults(numbered);
  if (isOfWorld(effect)) applyFault(world, call.host, effect);
  if (effect?.kind === 'freeze') deployer.frozenUntil = world.now() + effect.ms;
  return effect;
}

/** Lets time pass and the world with it. @throws ConnectionLost when the line did not survive that */
export async function pause(line: SimulatedConnection, ms: number): Promise<void> {
  await passTime(line, ms);
  const { host } = line;
  if (!line.open) throw new ConnectionLost(host.name, 'closed');
  if (!host.up || host.bootId !== line.boot) throw lose(line, 'the host went down');
  if (host.reachable) return;
  await passTime(line, KEEPALIVE_MS);
  throw lose(line, `no answer for ${KEEPALIVE_MS / 1_000} s`);
}

/** A dead deployer waits for ever: nothing it would have done next happens. */
export async function passTime(
  { world, deployer }: Pick<SimulatedConnection, 'world' | 'deployer'>,
  ms: number,
): Promise<void> {
  if (!deployer.dead) await world.clock.sleep(ms);
  while (!deployer.dead && world.clock.now() < deployer.frozenUntil)
    await world.clock.sleep(deployer.frozenUntil - world.clock.now());
  if (deployer.dead) await new Promise<never>(() => undefined);
  world.settle();
}

export function lose(line: SimulatedConnection, why: string): ConnectionLost {
  line.open = false;
  return new ConnectionLost(line.host.name, why);
}

async function endAt(
  line: SimulatedConnection,
  effect: Effect | undefined,
  whens: readonly When[],
): Promise<void> {
  if (!effect || !isEndedAt(effect, whens)) return;
  if (effect.kind === 'drop') throw lose(line, 'connection reset by peer');
  line.deployer.die();
  await passTime(line, 0);
}

function isEndedAt(effect: Effect | undefined, whens: readonly When[]): boolean {
  return (effect?.kind === 'drop' || effect?.kind === 'kill') && whens.includes(effect.when);
}
