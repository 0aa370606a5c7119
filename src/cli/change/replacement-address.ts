import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { changeAddress, type InventoryEdit } from '../../inventory/edit/edit-files.ts';
import { loadInventoryFiles, readInventoryFiles, type InventoryFiles } from '../../inventory/load.ts';
import { writeInventory } from '../../inventory/write.ts';
import { normalAddress } from '../../model/address.ts';
import type { Some } from '../../model/change.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import { machineKey } from '../../model/host/machines.ts';
import type { HostName } from '../../model/names.ts';
import { NOTE } from '../../model/stored-formats.ts';
import type { ReplacementNote } from '../../model/stored-formats.ts';
import type { Edges } from '../program-environment.ts';
import { readCluster, writeEdit } from './listed-host.ts';
import { hostsOnMachineOf } from './resolve-change.ts';
import { deleteUnfinishedFile, readUnfinishedFile, writeUnfinishedFile } from './unfinished-command.ts';

interface ReplacedHost {
  /** Path of the inventory. */
  readonly inventory: string;
  readonly name: HostName;
  /** Address of the replacement; undefined if it is the same as before. */
  readonly address: string | undefined;
}

type FormerAddresses = ReplacementNote['former'];

export interface FormerHost {
  /** The cluster before the edit. */
  readonly cluster: Cluster;
  /** The hosts on the machine of the replaced host, which are replaced together. */
  readonly hosts: readonly Host[];
  /**
   * The replaced host with its former address. Has an entry for each address if an earlier replacement was itself
   * replaced before it joined.
   */
  readonly former: Some<Host>;
  /** Absent if the inventory has the address of the replacement already. */
  readonly edit?: AddressEdit;
}

/** An edit of the inventory, with the former addresses for the note. */
interface AddressEdit {
  readonly before: InventoryFiles;
  readonly edited: InventoryEdit;
  readonly address: string;
  readonly former: FormerAddresses;
  /** Why only the operator can make this edit. The note is written even then, because it explains the operator's edit. */
  readonly problem?: Problem;
}

/**
 * Finds the former addresses of the replaced host, and edits the text of the inventory.
 * @throws UsageError if the inventory has no such host, or would be invalid with this address
 */
export async function replacementOf(
  { inventory, name, address: typed }: ReplacedHost,
  edges: Edges,
): Promise<FormerHost> {
  const address = typed === undefined ? undefined : normalAddress(typed);
  const cluster = await readCluster(inventory, edges);
  const host = cluster.hosts.find((listed) => listed.name === name);
  if (!host) {
    const next = `one of ${cluster.hosts.map((listed) => listed.name).join(', ')}`;
    throw new UsageError([{ where: inventory, what: `the inventory has no host ${name}`, next }]);
  }
  const hosts = hostsOnMachineOf(cluster, name);
  const stored = await storedAddresses(host, { inventory, cluster });
  const formerHost = ([first = host, ...rest]: FormerAddresses, edit?: AddressEdit): FormerHost => ({
    cluster,
    hosts,
    ...(edit && { edit }),
    former: [{ ...host, ...first }, ...rest.map((addresses) => ({ ...host, ...addresses }))],
  });
  if (address === undefined || address === host.address) return formerHost(stored);
  const { privateIp, publicIp } = host;
  const former = [
    ...stored.filter((addresses) => addresses.privateIp !== privateIp),
    { address: host.address, privateIp, publicIp },
  ];
  const before = await loadInventoryFiles(inventory, edges.io.env);
  return formerHost(former, {
    before,
    address,
    former,
    ...editedText(before, { inventory, hosts, address }, edges),
  });
}

/** Stored addresses, except those that another machine has now. */
async function storedAddresses(
  host: Host,
  { inventory, cluster }: { readonly inventory: string; readonly cluster: Cluster },
): Promise<FormerAddresses> {
  const note = { inventory, cluster: cluster.name };
  const { former = [] } = (await readUnfinishedFile<ReplacementNote>(note, NOTE.replaced(host.name))) ?? {};
  const others = cluster.hosts.filter((listed) => machineKey(listed) !== machineKey(host));
  return former.filter(({ privateIp }) => others.every((listed) => listed.privateIp !== privateIp));
}

/** @throws UsageError if the inventory would be invalid with this address */
function editedText(
  before: InventoryFiles,
  {
    inventory,
    hosts,
    address,
  }: { readonly inventory: string; readonly hosts: readonly Host[]; readonly address: string },
  edges: Edges,
): Pick<AddressEdit, 'edited' | 'problem'> {
  const edited = editedAddresses(before, hosts, address);
  const { problems, inventory: valid } = readInventoryFiles(edited.files, {
    env: edges.io.env,
    allowBelowMinimum: true,
  });
  if (problems.length > 0) throw new UsageError(problems);
  const kept = hosts.find((host) =>
    valid?.cluster.hosts.some(({ name, privateIp }) => name === host.name && privateIp === host.address),
  );
  if (!kept) return { edited };
  return { edited, problem: formerPrivateAddress({ inventory, name: kept.name, address }) };
}

/** @throws UsageError if one command cannot edit all of the hosts, because two files list them */
function editedAddresses(before: InventoryFiles, hosts: readonly Host[], address: string): InventoryEdit {
  const names = hosts.map(({ name }) => name);
  const [first = '', ...others] = names;
  const edits = [changeAddress(before, { name: first, address })];
  for (const name of others) edits.push(changeAddress(edits.at(-1)?.files ?? before, { name, address }));
  const paths = new Set(edits.map(({ file }) => file.path));
  const last = edits.at(-1);
  if (last && paths.size === 1) return last;
  const what = `${[...paths].join(' and ')} each list a host of the machine (${names.join(', ')})`;
  throw new UsageError([{ what, next: `set the address of these hosts to ${address} in both files` }]);
}

/**
 * Writes the address of the replacement into the inventory, and stores the former addresses in a note. If the command
 * is killed and repeated, even with another address, the cluster may list the host at any of these addresses. Writes the
 * note before the inventory, so that the former addresses survive a kill between the two.
 * @returns a function that undoes both, for a command that changes no host
 * @throws UsageError if only the operator can make the edit
 */
export async function writeReplacementAddress(
  { inventory, name }: ReplacedHost,
  { edit, cluster, hosts }: FormerHost,
  edges: Edges,
): Promise<() => Promise<void>> {
  if (!edit) return async () => undefined;
  const { before, edited, address, former, problem } = edit;
  const file = { inventory, cluster: cluster.name };
  const earlier = await readUnfinishedFile<ReplacementNote>(file, NOTE.replaced(name));
  const names = hosts.map((host) => host.name);
  await writeNotes(file, names, { former });
  if (problem) throw new UsageError([problem]);
  await writeEdit(edited, `set the address of ${names.join(', ')} to ${address}`, edges);
  const { path } = edited.file;
  const { own, included } = before;
  const unedited = path === own.path || !included || !('text' in included) ? own : included;
  return async () => {
    await writeInventory(unedited.path, unedited.text);
    if (earlier) await writeNotes(file, names, earlier);
    else await deleteNotes(file, names);
    const have = names.length > 1 ? 'have their' : 'has its';
    edges.io.stderr.write(`${unedited.path}: ${names.join(', ')} ${have} former address again\n`);
  };
}

/** The inventory also lists the former address as `private_ip`, and only the operator knows whether that changes too. */
function formerPrivateAddress({ inventory, name, address = '' }: ReplacedHost): Problem {
  const what = `${name} still has its former address as private_ip, which --address does not change`;
  const next = `edit the addresses of ${name} in the inventory: address: ${address}, private_ip, public_ip`;
  return { where: inventory, what, next };
}

/** Deletes the notes once the replacements are members. */
export async function deleteFormerAddresses(
  { inventory, name }: Omit<ReplacedHost, 'address'>,
  cluster: Cluster,
): Promise<void> {
  const names = hostsOnMachineOf(cluster, name).map((host) => host.name);
  await deleteNotes({ inventory, cluster: cluster.name }, names);
}

type UnfinishedFile = Parameters<typeof deleteUnfinishedFile>[0];

/** Each host of a machine has a note, because a later command may name any of them. */
async function writeNotes(
  file: UnfinishedFile,
  names: readonly HostName[],
  note: ReplacementNote,
): Promise<void> {
  for (const name of names) await writeUnfinishedFile(file, NOTE.replaced(name), note);
}

async function deleteNotes(file: UnfinishedFile, names: readonly HostName[]): Promise<void> {
  for (const name of names) await deleteUnfinishedFile(file, NOTE.replaced(name));
}
