import { UsageError } from '../errors/errors.ts';
import { replaceAddress } from '../inventory/edit.ts';
import { inventoryText, readInventoryText } from '../inventory/load.ts';
import { writeInventory } from '../inventory/write.ts';
import type { Cluster, Host } from '../model/cluster.ts';
import type { HostName } from '../model/names.ts';
import type { Edges } from './command.ts';
import { readCluster } from './listed-host.ts';
import { forgetNote, readNote, writeNote } from './note.ts';

type Addresses = Pick<Host, 'address' | 'privateIp' | 'publicIp'>;

interface Moving {
  /** The inventory's path. */
  readonly inventory: string;
  readonly name: HostName;
  /** Of the successor; absent: the same. */
  readonly address: string | undefined;
}

/**
 * Writes the successor's address into the inventory, and notes beside it which one the dead host had: the command may be
 * killed and repeated. @returns the cluster of the inventory before that, and the dead host as it was
 * @throws UsageError when the inventory has no such host, or would be none with this address
 */
export async function moveHost(
  { inventory, name, address }: Moving,
  edges: Edges,
): Promise<{ readonly cluster: Cluster; readonly was: Host }> {
  const cluster = await readCluster(inventory, edges);
  const host = cluster.hosts.find((one) => one.name === name);
  if (!host) {
    const next = `one of ${cluster.hosts.map((one) => one.name).join(', ')}`;
    throw new UsageError([{ where: inventory, what: `the inventory has no host ${name}`, next }]);
  }
  const beside = { inventory, cluster: cluster.name };
  const noted = await readNote<Addresses>(beside, noteOf(name));
  if (address === undefined || address === host.address)
    return { cluster, was: noted ? { ...host, ...noted } : host };
  const text = replaceAddress(await inventoryText(inventory), { name, address }, inventory);
  const { problems, inventory: moved } = readInventoryText(text, {
    path: inventory,
    env: edges.io.env,
    changing: true,
  });
  if (problems.length > 0) throw new UsageError(problems);
  const was = noted ?? { address: host.address, privateIp: host.privateIp, publicIp: host.publicIp };
  await writeNote(beside, noteOf(name), was);
  const kept = moved?.cluster.hosts.find((one) => one.name === name);
  if (kept?.privateIp === host.address) throw new UsageError([privateAddress({ inventory, name, address })]);
  await writeInventory(inventory, text);
  edges.io.stderr.write(`${name} is written into ${inventory} with the address ${address}\n`);
  return { cluster, was: { ...host, ...was } };
}

/** Its other addresses are written out, and nobody knows whether they move too. */
function privateAddress({ inventory, name, address }: Moving) {
  const what = `${name} has its old address as private_ip too, which --address does not change`;
  const next = `write its new addresses into the inventory by hand: address: ${address ?? ''}, private_ip, public_ip`;
  return { where: inventory, what, next };
}

/** The successor is a member: the dead host is nobody's business any more. */
export async function settleMove(
  { inventory, name }: Omit<Moving, 'address'>,
  cluster: Cluster,
): Promise<void> {
  await forgetNote({ inventory, cluster: cluster.name }, noteOf(name));
}

function noteOf(name: HostName): string {
  return `replaced-${name}`;
}
