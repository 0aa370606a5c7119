import type { DurationName } from '../world/durations.ts';
import type { SimulatedHost, Unit, World } from '../world/state.ts';

export function startedUnit(world: World, startup: DurationName): Unit {
  return { running: true, readyAt: world.now() + world.takes(startup), stoppedAt: 0 };
}

/** True if the unit is running, its host is up and its startup time has passed. */
export function isServing(world: World, host: SimulatedHost, unit: Unit | undefined): boolean {
  return unit !== undefined && unit.running && host.up && unit.readyAt <= world.now();
}

/** @returns true if the unit changed */
export function stopUnit(world: World, unit: Unit): boolean {
  if (!unit.running) return false;
  unit.running = false;
  unit.stoppedAt = world.now();
  return true;
}

/** @returns true if the unit changed */
export function startUnit(world: World, unit: Unit, startup: DurationName): boolean {
  if (unit.running) return false;
  unit.running = true;
  unit.readyAt = world.now() + world.takes(startup);
  return true;
}
