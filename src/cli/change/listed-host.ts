import { UsageError } from '../../errors/errors.ts';
import { withHost, withoutHost } from '../../inventory/edit/edit-inventory.ts';
import { loadInventoryText, readInventoryText } from '../../inventory/load.ts';
import { writeInventory } from '../../inventory/write.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { HostName, Role } from '../../model/names.ts';
import type { Edges } from '../arguments/command.ts';

interface Listed {
  /** The inventory's path. */
  readonly inventory: string;
  readonly name: HostName;
}

interface New extends Listed {
  readonly role: Role;
  readonly address: string | undefined;
}

/**
 * Sees to it that the inventory has the host: written first, so that a run which is killed can be repeated, and so that
 * its certificates can be issued. Nothing is written that is not a good inventory.
 * @returns whether it was written now
 * @throws UsageError where it cannot be listed
 */
export async function listHost({ inventory, name, role, address }: New, { io }: Edges): Promise<boolean> {
  const before = await loadInventoryText(inventory);
  const { inventory: whole, partial: legible } = readInventoryText(before, {
    path: inventory,
    env: io.env,
    allowBelowMinimum: true,
  });
  const host = (whole ?? legible)?.cluster.hosts.find((one) => one.name === name);
  if (host && (address === undefined || host.address === address)) return false;
  if (host) {
    const what = `the inventory has ${name} at ${host.address}, not at ${address ?? ''}`;
    throw new UsageError([{ where: inventory, what, next: 'leave --address out, or take another name' }]);
  }
  if (address === undefined) {
    const next = 'give its --address, or write it into the inventory first';
    throw new UsageError([{ where: inventory, what: `the inventory has no host ${name}`, next }]);
  }
  const text = withHost(before, { role, name, address }, inventory);
  const { problems } = readInventoryText(text, { path: inventory, env: io.env, allowBelowMinimum: true });
  if (problems.length > 0) throw new UsageError(problems);
  await writeInventory(inventory, text);
  io.stderr.write(`${name} is written into ${inventory}\n`);
  return true;
}

/** Whether the host can be taken out afterwards, asked before it leaves. @throws UsageError where it cannot */
export async function checkUnlisting({ inventory, name }: Listed): Promise<void> {
  withoutHost(await loadInventoryText(inventory), name, inventory);
}

/** Takes a host that has left out of the inventory as it is by now. @throws UsageError where that must be done by hand */
export async function unlistHost({ inventory, name }: Listed, { io }: Edges): Promise<void> {
  const text = await loadInventoryText(inventory);
  await writeInventory(inventory, withoutHost(text, name, inventory));
  io.stderr.write(`${name} is taken out of ${inventory}\n`);
}

/** The cluster of an inventory that is in order. @throws UsageError with what is not */
export async function readCluster(inventory: string, { io }: Edges): Promise<Cluster> {
  const reading = readInventoryText(await loadInventoryText(inventory), {
    path: inventory,
    env: io.env,
    allowBelowMinimum: true,
  });
  if (!reading.inventory) throw new UsageError(reading.problems);
  return reading.inventory.cluster;
}
