import type { HostName } from '../../model/names.ts';
import type { WorldEffect } from './faults.ts';
import type { SimulatedHost, World } from '../world/state.ts';

/** Applies a fault to the world, independent of the affected call. Temporary effects end by themselves. */
export function applyFault(world: World, name: HostName, effect: WorldEffect): void {
  const host = world.host(name);
  switch (effect.kind) {
    case 'reboot':
      return world.reboot(name, effect.ms);
    case 'disconnect':
      world.disconnect(name);
      return world.after(effect.ms, () => world.reconnect(name));
    case 'partition':
      world.partition(name, effect.from);
      return world.after(effect.ms, () => world.heal(name, effect.from));
    case 'slow-host':
      host.slowness = effect.times;
      return world.after(effect.ms, () => void (host.slowness = 1));
    case 'disk-full':
      return fillDisk(world, host, effect.ms);
    case 'clock-skew':
      host.clockOffsetMs += effect.by;
      return world.after(effect.ms, () => void (host.clockOffsetMs -= effect.by));
  }
}

function fillDisk(world: World, host: SimulatedHost, ms: number): void {
  const { diskFree } = host;
  if (diskFree === 0) return;
  host.diskFree = 0;
  world.after(ms, () => void (host.diskFree = diskFree));
}

const WORLD_EFFECTS = ['reboot', 'disconnect', 'partition', 'slow-host', 'disk-full', 'clock-skew'];

export function isWorldEffect(effect: { readonly kind: string } | undefined): effect is WorldEffect {
  return effect !== undefined && WORLD_EFFECTS.includes(effect.kind);
}
