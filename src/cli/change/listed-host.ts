import { UsageError } from '../../errors/errors.ts';
import { withHost, withoutHost } from '../../inventory/edit/edit-inventory.ts';
import { loadInventoryText, readInventoryText } from '../../inventory/load.ts';
import { writeInventory } from '../../inventory/write.ts';
import { normalAddress } from '../../model/address.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { HostName, Role } from '../../model/names.ts';
import type { Edges } from '../program-environment.ts';
import { either, manual, runAgain } from '../../model/next-step.ts';

interface ListedHost {
  /** Path of the inventory. */
  readonly inventory: string;
  readonly name: HostName;
}

interface NewHost extends ListedHost {
  readonly role: Role;
  readonly address: string | undefined;
}

/** The inventory that lists a host. */
interface Listing {
  readonly text: string;
  /** True if the file does not list the host yet. */
  readonly isNew: boolean;
}

/**
 * Adds the host to the text of the inventory if it is not listed.
 * @throws UsageError if the host cannot be listed
 */
export async function listingOf(
  { inventory, name, role, address: typed }: NewHost,
  { io }: Edges,
): Promise<Listing> {
  const address = typed === undefined ? undefined : normalAddress(typed);
  const before = await loadInventoryText(inventory);
  const { inventory: valid, partial } = readInventoryText(before, {
    path: inventory,
    env: io.env,
    allowBelowMinimum: true,
  });
  const host = (valid ?? partial)?.cluster.hosts.find((listed) => listed.name === name);
  if (host && (address === undefined || host.address === address)) return { text: before, isNew: false };
  if (host) {
    const what = `the inventory lists ${name} at ${host.address}, not at ${address ?? ''}`;
    throw new UsageError([
      {
        where: inventory,
        what,
        next: either(runAgain({ without: '--address' }), manual('choose another name')),
      },
    ]);
  }
  if (address === undefined) {
    const next = either(runAgain({ with: '--address' }), manual('add the host to the inventory'));
    throw new UsageError([{ where: inventory, what: `the inventory has no host ${name}`, next }]);
  }
  const text = withHost(before, { role, name, address }, inventory);
  const { problems } = readInventoryText(text, { path: inventory, env: io.env, allowBelowMinimum: true });
  if (problems.length > 0) throw new UsageError(problems);
  return { text, isNew: true };
}

/**
 * Writes the inventory with the host before everything else, so that a killed run can be repeated and certificates can
 * be issued for the host.
 */
export async function writeListing(
  { inventory, name }: ListedHost,
  { text }: Listing,
  { io }: Edges,
): Promise<void> {
  await writeInventory(inventory, text);
  io.stderr.write(`${inventory}: added ${name}\n`);
}

/** Checks, before a host is removed from the cluster, that it can be removed from the inventory. @throws UsageError */
export async function checkUnlisting({ inventory, name }: ListedHost): Promise<void> {
  withoutHost(await loadInventoryText(inventory), name, inventory);
}

/** Removes a host from the current text of the inventory. @throws UsageError if only the operator can edit this text */
export async function unlistHost({ inventory, name }: ListedHost, { io }: Edges): Promise<void> {
  const text = await loadInventoryText(inventory);
  await writeInventory(inventory, withoutHost(text, name, inventory));
  io.stderr.write(`${inventory}: removed ${name}\n`);
}

/** The cluster of an inventory; undefined if the inventory is missing or invalid. */
export async function clusterIfValid(inventory: string, edges: Edges): Promise<Cluster | undefined> {
  try {
    return await readCluster(inventory, edges);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The cluster of a valid inventory. @throws UsageError with its problems */
export async function readCluster(inventory: string, { io }: Edges): Promise<Cluster> {
  const reading = readInventoryText(await loadInventoryText(inventory), {
    path: inventory,
    env: io.env,
    allowBelowMinimum: true,
  });
  if (!reading.inventory) throw new UsageError(reading.problems);
  return reading.inventory.cluster;
}
