import type { SimulatedHost, Unit, World } from '../world/state.ts';

export function startedUnit(world: World, startupMs: number): Unit {
  return { running: true, readyAt: world.now() + world.vary(startupMs), stoppedAt: 0 };
}

/** It runs, on a host that is up, and has finished starting. */
export function isServing(world: World, host: SimulatedHost, unit: Unit | undefined): boolean {
  return unit !== undefined && unit.running && host.up && unit.readyAt <= world.now();
}

/** @returns whether anything changed */
export function stopUnit(world: World, unit: Unit): boolean {
  if (!unit.running) return false;
  unit.running = false;
  unit.stoppedAt = world.now();
  return true;
}

/** @returns whether anything changed */
export function startUnit(world: World, unit: Unit, startupMs: number): boolean {
  if (unit.running) return false;
  unit.running = true;
  unit.readyAt = world.now() + world.vary(startupMs);
  return true;
}
