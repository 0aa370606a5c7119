import type { Clock } from '../../clock/clock.ts';
import type { Host } from '../../model/cluster.ts';
import { productPackages } from '../../simulate/commands/packages.ts';
import { systemOffering } from '../../simulate/native/system.ts';
import { simulatedExternalServices } from '../../simulate/services/external.ts';
import { simulatedTransport } from '../../simulate/transport.ts';
import type { SimulatedTransport } from '../../simulate/transport.ts';
import type { DurationTable } from '../../simulate/world/durations.ts';
import type { Prepared } from '../run/prepare.ts';

interface Simulation {
  readonly clock: Clock;
  readonly seed: number | undefined;
  readonly durations: DurationTable;
}

/** Simulates the hosts of the inventory, empty except for packages that the inventory expects on them. */
export function simulateHosts(
  prepared: Prepared,
  { clock, seed = 0, durations }: Simulation,
): SimulatedTransport {
  const { inventory, material } = prepared;
  const { cluster } = inventory;
  const external = simulatedExternalServices(cluster, material);
  const transport = simulatedTransport({
    hosts: cluster.hosts,
    clock,
    external,
    seed,
    durations,
    ...systemOf(prepared),
  });
  for (const host of cluster.hosts) providePackages(host, transport, prepared);
  return transport;
}

/** The system of the hosts: one that installs the package, or that offers the version of PostgreSQL. */
function systemOf({ inventory, material }: Prepared): { readonly os?: string } {
  const os = systemOffering(inventory.cluster);
  if (os !== undefined) return { os };
  return material.package?.path.endsWith('.rpm') ? { os: 'rhel 8.10' } : {};
}

/** If the inventory of a product names no package, its hosts provide the packages of the product themselves. */
export function providePackages(
  { name, role }: Host,
  { world }: SimulatedTransport,
  { inventory, material }: Prepared,
): void {
  const isProduct = inventory.cluster.platform === 'cloudify';
  if (!isProduct || material.package || role === 'load_balancer') return;
  const { packages } = world.host(name);
  const provided = productPackages(inventory.cluster.version.text);
  for (const [product, version] of Object.entries(provided)) packages.set(product, version);
}
