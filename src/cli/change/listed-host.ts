import { UsageError } from '../../errors/errors.ts';
import { addHost, removeHost, type InventoryEdit } from '../../inventory/edit/edit-files.ts';
import { loadInventoryFiles, readInventoryFiles, type InventoryFiles } from '../../inventory/load.ts';
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
  readonly files: InventoryFiles;
  /** The edit that lists the host; absent if the inventory lists it already. */
  readonly edit?: InventoryEdit;
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
  const before = await loadInventoryFiles(inventory, io.env);
  const reading = { env: io.env, allowBelowMinimum: true };
  const { inventory: valid, partial } = readInventoryFiles(before, reading);
  const host = (valid ?? partial)?.cluster.hosts.find((listed) => listed.name === name);
  if (host && (address === undefined || host.address === address)) return { files: before };
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
  const edit = addHost(before, { role, name, address });
  const { problems } = readInventoryFiles(edit.files, reading);
  if (problems.length > 0) throw new UsageError(problems);
  return { files: edit.files, edit };
}

/**
 * Writes the inventory with the host before everything else, so that a killed run can be repeated and certificates can
 * be issued for the host.
 */
export async function writeListing({ name }: ListedHost, edit: InventoryEdit, edges: Edges): Promise<void> {
  await writeEdit(edit, `added ${name}`, edges);
}

/** Writes the file that an edit changes, and prints what changed. @throws UsageError if it cannot be written */
export async function writeEdit(
  { file, writtenOut }: InventoryEdit,
  what: string,
  { io }: Edges,
): Promise<void> {
  await writeInventory(file.path, file.text);
  if (writtenOut !== undefined)
    io.stderr.write(`${file.path}: wrote out ${writtenOut} as one entry for each host\n`);
  io.stderr.write(`${file.path}: ${what}\n`);
}

/** Checks, before a host is removed from the cluster, that it can be removed from the inventory. @throws UsageError */
export async function checkUnlisting({ inventory, name }: ListedHost, { io }: Edges): Promise<void> {
  removeHost(await loadInventoryFiles(inventory, io.env), name);
}

/** Removes a host from the current text of the inventory. @throws UsageError if only the operator can edit this text */
export async function unlistHost({ inventory, name }: ListedHost, edges: Edges): Promise<void> {
  const files = await loadInventoryFiles(inventory, edges.io.env);
  await writeEdit(removeHost(files, name), `removed ${name}`, edges);
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
  const files = await loadInventoryFiles(inventory, io.env);
  const reading = readInventoryFiles(files, { env: io.env, allowBelowMinimum: true });
  if (!reading.inventory) throw new UsageError(reading.problems);
  return reading.inventory.cluster;
}
