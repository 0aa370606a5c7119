import { SECTION_ROLES } from '../resolve/resolve.ts';
import type { HostName } from '../../model/names.ts';
import type { InventoryFile, InventoryFiles } from '../load.ts';
import { parseSource } from '../yaml/source.ts';
import { replaceAddress, withHost, withoutHost, type NewHost } from './edit-inventory.ts';
import { dataOf } from './opened.ts';
import { namesInRanges, writeOutRange } from './range.ts';
import type { NameAndAddress } from './style.ts';

/** An edit of one of the files of an inventory. */
export interface InventoryEdit {
  /** The file that changes, with its new text. */
  readonly file: InventoryFile;
  /** The range that was written out because the edit changes one of its hosts: `db[1-3]`. */
  readonly writtenOut?: string;
  /** All files of the inventory after the edit. */
  readonly files: InventoryFiles;
}

/** Adds a host to the file that lists the hosts of its role. @throws UsageError as `withHost` */
export function addHost(files: InventoryFiles, host: NewHost): InventoryEdit {
  const key = SECTION_ROLES.find(([, role]) => role === host.role)?.[0] ?? host.role;
  const file = fileWhere(files, (text) => dataOf(parseSource(text, ''))?.[key]?.hosts !== undefined);
  return replaced(files, { path: file.path, text: withHost(file.text, host, file.path) });
}

/** Removes a host from the file that lists it. @throws UsageError as `withoutHost` */
export function removeHost(files: InventoryFiles, name: HostName): InventoryEdit {
  return changeHost(files, name, (text, path) => withoutHost(text, name, path));
}

/** Replaces the address of a host in the file that lists it. @throws UsageError as `replaceAddress` */
export function changeAddress(files: InventoryFiles, host: NameAndAddress): InventoryEdit {
  return changeHost(files, host.name, (text, path) => replaceAddress(text, host, path));
}

function changeHost(
  files: InventoryFiles,
  name: HostName,
  change: (text: string, path: string) => string,
): InventoryEdit {
  const { path, text } = fileWhere(files, (one) => lists(one, name));
  const written = writeOutRange(text, name);
  const edit = replaced(files, { path, text: change(written?.text ?? text, path) });
  return { ...edit, ...(written && { writtenOut: written.range }) };
}

/** The inventory itself, or the included file if only that one matches. */
function fileWhere({ own, included }: InventoryFiles, matches: (text: string) => boolean): InventoryFile {
  const isIncluded = included && 'text' in included && !matches(own.text) && matches(included.text);
  return isIncluded ? included : own;
}

function lists(text: string, name: HostName): boolean {
  const source = parseSource(text, '');
  const data = dataOf(source) ?? {};
  const names = SECTION_ROLES.flatMap(([key]) => (data[key]?.hosts ?? []).map((host) => host.name));
  return [...names, ...namesInRanges(source)].includes(name);
}

function replaced(files: InventoryFiles, file: InventoryFile): InventoryEdit {
  const isOwn = file.path === files.own.path;
  return { file, files: isOwn ? { ...files, own: file } : { ...files, included: file } };
}
