import { isMap, isScalar, isSeq } from 'yaml';
import type { Scalar, YAMLMap } from 'yaml';
import type { InventoryFinding } from '../problems.ts';
import { SECTION_ROLES } from '../resolve/resolve.ts';
import { deref, nodeAt, pairOf } from '../yaml/source.ts';
import type { YamlSource } from '../yaml/source.ts';
import type { Composed } from './composed.ts';

const RANGE = /\[(\d+)-(\d+)\]/g;
const KEYS = ['name', 'address', 'private_ip', 'public_ip', 'hostname'];
const LARGEST = 100;

/** Entry of a list of hosts whose values contain ranges such as `db[1-3]`. */
export interface HostRange {
  readonly count: number;
  /** Values of the entry, in the order of the text. */
  readonly values: readonly RangedValue[];
}

interface RangedValue {
  /** Key of the host, or name of a network. */
  readonly key: string;
  readonly scalar: Scalar;
  /** Text of the value for each host of the range. */
  readonly texts: readonly string[];
}

type Fault = Pick<InventoryFinding, 'what' | 'next'> & { readonly scalar: Scalar };

/** Replaces each entry with ranges by an entry for each host, in `hosts` of every role. */
export function expandRanges(source: YamlSource): Composed {
  const findings: InventoryFinding[] = [];
  const explained: number[] = [];
  for (const [key] of SECTION_ROLES) {
    const { document } = source;
    const { value } = nodeAt(document, [key]);
    const section = deref(document, value);
    const list = isMap(section) ? deref(document, pairOf(section, 'hosts')?.value) : undefined;
    if (!isSeq(list)) continue;
    list.items = list.items.flatMap((entry): readonly unknown[] => {
      if (!isMap(entry) || rangedScalars(entry).length === 0) return [entry];
      const range = rangeOf(entry);
      if (!('scalar' in range)) return hostsOf(entry, range);
      const { scalar, ...fault } = range;
      findings.push({ at: { span: spanOf(scalar) }, ...fault });
      explained.push(...rangedScalars(entry).map((one) => spanOf(one.scalar)[0]));
      return [entry];
    });
  }
  return { findings, explained };
}

/** Returns the range that an entry describes, or what is wrong with it. The entry must contain a range. */
export function rangeOf(entry: YAMLMap): HostRange | Fault {
  const values: RangedValue[] = [];
  for (const { key, scalar } of rangedScalars(entry)) {
    const texts = textsOf(scalar);
    if ('what' in texts) return texts;
    values.push({ key, scalar, texts });
  }
  const [first] = values;
  const other = values.find(({ texts }) => texts.length !== first?.texts.length);
  if (first && other)
    return {
      scalar: other.scalar,
      what: `this range has ${other.texts.length} values, but ${String(first.scalar.value)} has ${first.texts.length}`,
      next: 'give all ranges of a host the same number of values',
    };
  const lacking = ['name', 'address']
    .map((key) => scalarOf(entry, key))
    .find((one) => one && values.every(({ scalar }) => scalar !== one));
  if (lacking)
    return {
      scalar: lacking,
      what: 'all hosts of this range would have this value',
      next: 'write a range for name and address, such as db[1-3] and 10.0.0.[11-13]',
    };
  return { count: first?.texts.length ?? 0, values };
}

function textsOf(scalar: Scalar): readonly string[] | Fault {
  const text = String(scalar.value);
  const [found, second] = [...text.matchAll(RANGE)];
  const [whole = '', from = '', to = ''] = found ?? [];
  const count = Number(to) - Number(from) + 1;
  if (second) return { scalar, what: 'two ranges in one value', next: 'write one range for each value' };
  if (count < 1)
    return { scalar, what: `the range ${whole} counts down`, next: 'write the lower number first' };
  if (count > LARGEST)
    return {
      scalar,
      what: `the range ${whole} has ${count} values`,
      next: `list at most ${LARGEST} hosts in a range`,
    };
  return Array.from({ length: count }, (_, index) =>
    text.replace(whole, String(Number(from) + index).padStart(from.length, '0')),
  );
}

function hostsOf(entry: YAMLMap, { count }: HostRange): readonly YAMLMap[] {
  return Array.from({ length: count }, (_, index) => {
    const host = entry.clone() as YAMLMap;
    const range = rangeOf(host) as HostRange;
    for (const { scalar, texts } of range.values) scalar.value = texts[index];
    return host;
  });
}

/** Returns the values of an entry that contain a range, in the order of the text. */
function rangedScalars(entry: YAMLMap): readonly Pick<RangedValue, 'key' | 'scalar'>[] {
  const networks = pairOf(entry, 'networks')?.value;
  const names = isMap(networks) ? networks.items.map(({ key }) => String(key)) : [];
  const all = [
    ...KEYS.map((key) => ({ key, scalar: scalarOf(entry, key) })),
    ...names.map((name) => ({
      key: `networks.${name}`,
      scalar: isMap(networks) ? scalarOf(networks, name) : undefined,
    })),
  ];
  return all
    .flatMap(({ key, scalar }) => (scalar ? [{ key, scalar }] : []))
    .filter(({ scalar: { value } }) => typeof value === 'string' && value.search(RANGE) >= 0)
    .sort((a, b) => spanOf(a.scalar)[0] - spanOf(b.scalar)[0]);
}

function scalarOf(map: YAMLMap, key: string): Scalar | undefined {
  const value = pairOf(map, key)?.value;
  return isScalar(value) ? value : undefined;
}

function spanOf({ range }: Scalar): readonly [number, number] {
  return [range?.[0] ?? 0, range?.[1] ?? 0];
}
