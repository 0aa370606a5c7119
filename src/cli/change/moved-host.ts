import { UsageError } from '../../errors/errors.ts';
import { replaceAddress } from '../../inventory/edit/edit-inventory.ts';
import { loadInventoryText, readInventoryText } from '../../inventory/load.ts';
import { writeInventory } from '../../inventory/write.ts';
import type { Some } from '../../model/change.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { HostName, Role } from '../../model/names.ts';
import type { Edges } from '../arguments/command.ts';
import { readCluster } from './listed-host.ts';
import { deleteUnfinishedFile, readUnfinishedFile, writeUnfinishedFile } from '../run/unfinished-command.ts';
import { NOTE } from '../../model/stored-formats.ts';
import type { ReplacementNote } from '../../model/stored-formats.ts';

interface Moving {
  /** The inventory's path. */
  readonly inventory: string;
  readonly name: HostName;
  /** Of the successor; absent: the same. */
  readonly address: string | undefined;
}

interface Moved {
  /** Of the inventory before. */
  readonly cluster: Cluster;
  readonly role: Role;
  /** The dead host as it was; with each address it was to have since, where such a command was given up. */
  readonly was: Some<Host>;
}

/**
 * Writes the successor's address into the inventory, and notes beside it which one the dead host had: the command may be
 * killed and repeated, with yet another address too. Nobody but the cluster knows how far it came then.
 * @throws UsageError when the inventory has no such host, or would be none with this address
 */
export async function moveHost({ inventory, name, address }: Moving, edges: Edges): Promise<Moved> {
  const cluster = await readCluster(inventory, edges);
  const host = cluster.hosts.find((one) => one.name === name);
  if (!host) {
    const next = `one of ${cluster.hosts.map((one) => one.name).join(', ')}`;
    throw new UsageError([{ where: inventory, what: `the inventory has no host ${name}`, next }]);
  }
  const noted = await formerOf(host, { inventory, cluster });
  const moved = ([first = host, ...rest]: ReplacementNote['former']): Moved => ({
    ...{ cluster, role: host.role },
    was: [{ ...host, ...first }, ...rest.map((one) => ({ ...host, ...one }))],
  });
  if (address === undefined || address === host.address) return moved(noted);
  const { privateIp, publicIp } = host;
  const was = [
    ...noted.filter((one) => one.privateIp !== privateIp),
    { address: host.address, privateIp, publicIp },
  ];
  await writeMove({ inventory, name, address }, { host, former: was, edges, cluster });
  return moved(was);
}

/** Those that another host has by now are its own. */
async function formerOf(
  { name }: Host,
  { inventory, cluster }: { readonly inventory: string; readonly cluster: Cluster },
): Promise<ReplacementNote['former']> {
  const { former = [] } =
    (await readUnfinishedFile<ReplacementNote>({ inventory, cluster: cluster.name }, NOTE.replaced(name))) ??
    {};
  const others = cluster.hosts.filter((one) => one.name !== name);
  return former.filter(({ privateIp }) => others.every((one) => one.privateIp !== privateIp));
}

interface Move {
  readonly former: ReplacementNote['former'];
  readonly host: Host;
  readonly cluster: Cluster;
  readonly edges: Edges;
}

/** First the note, then the inventory: what it had is known whatever comes between. */
async function writeMove(
  { inventory, name, address }: Moving & { readonly address: string },
  { host, former, edges, cluster }: Move,
): Promise<void> {
  const text = replaceAddress(await loadInventoryText(inventory), { name, address }, inventory);
  const { problems, inventory: moved } = readInventoryText(text, {
    path: inventory,
    env: edges.io.env,
    allowBelowMinimum: true,
  });
  if (problems.length > 0) throw new UsageError(problems);
  await writeUnfinishedFile({ inventory, cluster: cluster.name }, NOTE.replaced(name), {
    former,
  } satisfies ReplacementNote);
  const kept = moved?.cluster.hosts.find((one) => one.name === name);
  if (kept?.privateIp === host.address) throw new UsageError([privateAddress({ inventory, name, address })]);
  await writeInventory(inventory, text);
  edges.io.stderr.write(`${name} is written into ${inventory} with the address ${address}\n`);
}

/** Its other addresses are written out, and nobody knows whether they move too. */
function privateAddress({ inventory, name, address }: Moving) {
  const what = `${name} has its old address as private_ip too, which --address does not change`;
  const next = `write its new addresses into the inventory by hand: address: ${address ?? ''}, private_ip, public_ip`;
  return { where: inventory, what, next };
}

/** The successor is a member: the dead host is nobody's business any more. */
export async function finishMove(
  { inventory, name }: Omit<Moving, 'address'>,
  cluster: Cluster,
): Promise<void> {
  await deleteUnfinishedFile({ inventory, cluster: cluster.name }, NOTE.replaced(name));
}
