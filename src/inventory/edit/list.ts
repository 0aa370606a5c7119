import { isMap, isSeq } from 'yaml';
import { pairOf } from '../yaml/source.ts';
import type { YamlSource } from '../yaml/source.ts';
import { blockEntries } from './block.ts';
import { flowEntries } from './flow.ts';
import type { Entry } from './lines.ts';

/** The hosts of a role in the text. */
interface HostList {
  readonly entries: readonly Entry[];
  /** True for a list in brackets, false for a list with dashes. */
  readonly flow: boolean;
}

/** Finds the hosts of a role. Returns undefined if the list is an alias or a merge, or if its entries share lines. */
export function hostListOf(source: YamlSource, key: string): HostList | undefined {
  const root = source.document.contents;
  const section = isMap(root) ? pairOf(root, key)?.value : undefined;
  const hosts = isMap(section) ? pairOf(section, 'hosts')?.value : undefined;
  if (!isSeq(hosts)) return undefined;
  const flow = hosts.flow === true;
  const entries = flow ? flowEntries(source, hosts) : blockEntries(source, hosts);
  return entries && { entries, flow };
}
