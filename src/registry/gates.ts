import type { Gate } from '../gates/gate.ts';
import { sharedGates } from '../gates/shared-gates.ts';
import type { GateName } from '../model/names.ts';
import { platformOf, type OnPlatform } from './platforms.ts';

/** Every gate that a cluster may have. */
export function gatesOf(cluster: OnPlatform): Readonly<Partial<Record<GateName, Gate>>> {
  const platform = platformOf(cluster);
  return { ...sharedGates(platform), ...platform.gates };
}

/** @throws Error (a bug) if the cluster's platform does not have this gate */
export function gateOf(cluster: OnPlatform, name: GateName): Gate {
  const gate = gatesOf(cluster)[name];
  if (!gate) throw new Error(`no gate ${name} on the platform ${cluster.platform}`);
  return gate;
}
