import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { HostName, Role } from '../../model/names.ts';
import { addToBlock, cutFromBlock } from './block.ts';
import { addToFlow, cutFromFlow } from './flow.ts';
import { applied } from './lines.ts';
import type { Splice } from './lines.ts';
import { hostListOf } from './list.ts';
import { dataOf, open } from './opened.ts';
import type { Data, Opened } from './opened.ts';
import { namesInRanges } from './range.ts';
import { addSection, cutSection } from './section.ts';
import { ownScalar, scalarLike } from './style.ts';
import type { NameAndAddress } from './style.ts';
import { SECTION_ROLES } from '../resolve/resolve.ts';
import { parseSource } from '../yaml/source.ts';
import { either, manual, runAgain } from '../../model/next-step.ts';

export interface NewHost extends NameAndAddress {
  readonly role: Role;
}

/** Default name of the file in problems. */
const FILE = 'the inventory';

/**
 * Adds a host to the text of an inventory: last in its role, in the style of its siblings. No other byte changes. The
 * first load balancer gets a section. Does not check that the result is a valid inventory.
 * @param file name of the inventory in problems
 * @throws UsageError if the name is taken, the role is external, or the text can only be edited by hand
 */
export function withHost(text: string, { role, name, address }: NewHost, file = FILE): string {
  const opened = open(text, file);
  const key = SECTION_ROLES.find(([, its]) => its === role)?.[0] ?? role;
  const section = opened.data[key];
  const byHand = `add { name: ${name}, address: ${address} } to ${key}: hosts`;
  if ([...placesOf(opened.data).map((place) => place.name), ...namesInRanges(opened.source)].includes(name))
    throw new UsageError([
      {
        where: file,
        what: `there is already a host ${name}`,
        next: either(runAgain({ without: '--address' }), manual('choose another name')),
      },
    ]);
  if (section && !section.hosts)
    throw editError(file, {
      what: `the ${key} are external, so Quorate has no hosts among them`,
      next: byHand,
    });
  const hosts = [...(section?.hosts ?? []), { name, address }];
  return edited(opened, {
    splices: section
      ? added(opened, key, { name, address })
      : addSection(opened.source, key, { name, address }),
    expected: { ...opened.data, [key]: { ...section, hosts } },
    byHand,
  });
}

/**
 * Removes a host from the text of an inventory, with the comments that are about it alone. Removes a whole section with
 * its only host, unless the section has other keys: then the text can only be edited by hand.
 * @throws UsageError if there is no such host, or the text can only be edited by hand
 */
export function withoutHost(text: string, name: HostName, file = FILE): string {
  const opened = open(text, file);
  const { key, index } = placeIn(opened, name);
  const hosts = opened.data[key]?.hosts?.toSpliced(index, 1) ?? [];
  const { [key]: section, ...others } = opened.data;
  const only = hosts.length === 0;
  return edited(opened, {
    splices: only ? cutSection(opened.source, key) : removed(opened, { key, index, name }),
    expected: only ? others : { ...others, [key]: { ...section, hosts } },
    byHand: `remove ${name} from ${key}: hosts`,
  });
}

/**
 * Replaces the address of a host in the text of an inventory. Nothing else changes, not even its `private_ip`.
 * @throws UsageError if there is no such host, or the text can only be edited by hand
 */
export function replaceAddress(text: string, { name, address }: NameAndAddress, file = FILE): string {
  const opened = open(text, file);
  const { key, index } = placeIn(opened, name);
  const entry = hostListOf(opened.source, key)?.entries[index];
  const scalar = entry && ownScalar(entry.node, 'address');
  const [from, to] = scalar?.range ?? [];
  const known = from !== undefined && to !== undefined;
  const hosts = (opened.data[key]?.hosts ?? []).map((host, at) =>
    at === index ? { ...host, address } : host,
  );
  return edited(opened, {
    splices: known ? [{ from, to, text: scalarLike(scalar, address) }] : undefined,
    expected: { ...opened.data, [key]: { ...opened.data[key], hosts } },
    byHand: `give ${name} the address ${address}`,
  });
}

interface Place {
  readonly key: string;
  readonly index: number;
  readonly name: string;
}

function placesOf(data: Data): readonly Place[] {
  return SECTION_ROLES.flatMap(([key]) =>
    (data[key]?.hosts ?? []).map(({ name }, index) => ({ key, index, name })),
  );
}

function placeIn({ data, file, source }: Opened, name: HostName): Place {
  const places = placesOf(data);
  const place = places.find((one) => one.name === name);
  if (place) return place;
  if (namesInRanges(source).includes(name))
    throw editError(file, { ...UNSAFE, next: `write out the range that contains ${name}` });
  const names = places.map((one) => one.name).filter((one) => typeof one === 'string');
  if (names.length < places.length)
    throw editError(file, {
      what: `there is no host ${name}, and names from the environment are not edited`,
      next: `edit the entry of ${name}`,
    });
  throw new UsageError([
    {
      where: file,
      what: `there is no host ${name}${didYouMean(name, names)}`,
      next: `use one of the hosts ${names.join(', ')}`,
    },
  ]);
}

function added({ source }: Opened, key: string, host: NameAndAddress): readonly Splice[] | undefined {
  const list = hostListOf(source, key);
  return list && (list.flow ? addToFlow : addToBlock)(source, list.entries, host);
}

function removed({ source, data }: Opened, { key, index, name }: Place): readonly Splice[] | undefined {
  const list = hostListOf(source, key);
  const hosts = SECTION_ROLES.flatMap(([other]) => data[other]?.hosts ?? []);
  const words = (own: boolean) =>
    hosts.filter((host) => (host.name === name) === own).flatMap((host) => [host.name, host.address]);
  const names = { own: words(true), others: words(false) };
  return list && (list.flow ? cutFromFlow : cutFromBlock)(source, { entries: list.entries, index }, names);
}

interface Edit {
  /** Undefined if the text cannot be spliced. */
  readonly splices: readonly Splice[] | undefined;
  readonly expected: Data;
  readonly byHand: string;
}

/** Applies an edit, and parses the result to check that only the wanted values changed. */
function edited({ source, file }: Opened, { splices, expected, byHand }: Edit): string {
  const text = splices && applied(source.text, splices);
  const data = text === undefined ? undefined : dataOf(parseSource(text, file));
  if (text !== undefined && isDeepStrictEqual(data, expected)) return text;
  throw editError(file, { ...UNSAFE, next: byHand });
}

const UNSAFE = {
  what: 'the hosts are written in a way that Quorate does not edit',
  why: 'with an anchor, an alias, << or a shared line, more than this host would change',
};

function editError(file: string, problem: Problem & { readonly next: string }): UsageError {
  return new UsageError([{ where: file, ...problem, next: `edit the inventory by hand: ${problem.next}` }]);
}
