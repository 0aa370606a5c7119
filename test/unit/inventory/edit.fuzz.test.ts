import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { replaceAddress, withHost, withoutHost } from '../../../src/inventory/edit/edit-inventory.ts';
import { ROLES } from '../../../src/model/names.ts';
import { writtenInventories, type Written } from './edits/inventories.ts';

// `SEED=… npx jest …` repeats a run.
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const KEYS = {
  database: 'databases',
  broker: 'brokers',
  manager: 'managers',
  load_balancer: 'load_balancers',
};
type Host = { name: string; address: string };
type Sections = Record<string, { hosts: Host[] }>;

test(`SEED=${seed}: adding a host changes nothing else, and removing it restores every byte`, () => {
  const holds = fc.property(writtenInventories, fc.constantFrom(...ROLES), ({ text }, role) => {
    const grown = withHost(text, { role, name: 'added', address: '10.2.2.2' });
    expectSubsequence(linesOf(text), linesOf(grown));
    expect(notesOf(grown)).toEqual(notesOf(text));
    const data = parse(text) as Sections;
    data[KEYS[role]]?.hosts.push({ name: 'added', address: '10.2.2.2' });
    expect(parse(grown)).toEqual(data);
    expect(withoutHost(grown, 'added')).toBe(text);
  });
  fc.assert(holds, { numRuns: 400, seed });
}, 120_000);

test(`SEED=${seed}: removing a host removes only lines that belong to it`, () => {
  let edits = 0;
  const holds = fc.property(writtenInventories, fc.nat(), ({ text, hosts }, at) => {
    const host = hosts[at % hosts.length];
    const data = parse(text) as Sections;
    const section = Object.values(KEYS)
      .map((key) => data[key])
      .find((candidate) => candidate?.hosts.some(({ name }) => name === host?.name));
    // Removing the only host of a section may remove the section too.
    if (!host || !section || section.hosts.length === 1) return;
    edits += 1;
    const left = withoutHost(text, host.name);
    section.hosts = section.hosts.filter(({ name }) => name !== host.name);
    expect(parse(left)).toEqual(data);
    expectSubsequence(linesOf(left), linesOf(text));
    const lost = notesOf(text).filter((note) => !left.includes(note));
    expect(lost.filter((note) => ![...host.own, ...host.above].includes(note))).toEqual([]);
    expect(lost).toEqual(expect.arrayContaining(host.own));
  });
  fc.assert(holds, { numRuns: 400, seed });
  expect(edits).toBeGreaterThan(100);
}, 120_000);

const ADDRESSES = ['10.2.2.2', 'db.example.org', 'fd00::7', 'fd00::', '::4', 'it’s', "o'clock"] as const;

test(`SEED=${seed}: changing an address changes nothing else, and changing it back in the same quotes restores every byte`, () => {
  const holds = fc.property(
    writtenInventories,
    fc.nat(),
    fc.constantFrom(...ADDRESSES),
    ({ text, hosts }, at, address) => {
      const host = hosts[at % hosts.length]!;
      const moved = replaceAddress(text, { name: host.name, address });
      const [before, after] = aroundAddress(text, host);
      expect(moved.slice(0, before.length)).toBe(before);
      expect(moved.slice(moved.length - after.length)).toBe(after);
      const data = parse(text) as Sections;
      const own = Object.values(KEYS)
        .flatMap((key) => data[key]?.hosts ?? [])
        .find(({ name }) => name === host.name)!;
      const was = own.address;
      own.address = address;
      expect(parse(moved)).toEqual(data);
      const asQuoted = moved.startsWith(host.style.quote || address, before.length);
      if (asQuoted) expect(replaceAddress(moved, { name: host.name, address: was })).toBe(text);
    },
  );
  fc.assert(holds, { numRuns: 400, seed });
}, 120_000);

/** Returns the text before and after the address next to the name of the host. */
function aroundAddress(text: string, { name, style }: Written['hosts'][number]): readonly [string, string] {
  const named = text.indexOf(`name: ${style.quote}${name}${style.quote}`);
  const key = 'address: ';
  const start = (style.swapped ? text.lastIndexOf(key, named) : text.indexOf(key, named)) + key.length;
  const { length } = /^["']?[\d.]+["']?/.exec(text.slice(start))?.[0] ?? '';
  return [text.slice(0, start), text.slice(start + length)];
}

const notesOf = (text: string) => text.match(/# note \d+: \{ or, \[not\]/g) ?? [];

/** Returns the lines without commas after a host, and without lists on one line. */
const linesOf = (text: string) =>
  text
    .split(/\r?\n/)
    .filter((line) => !line.includes('hosts: [{'))
    .map((line) => line.replace(/\},(?=\s*(#.*)?$)/, '}').trimEnd());

function expectSubsequence(part: readonly string[], whole: readonly string[]): void {
  let at = 0;
  const missing = part.filter((line) => {
    const found = whole.indexOf(line, at);
    if (found >= 0) at = found + 1;
    return found < 0;
  });
  expect(missing).toEqual([]);
}
