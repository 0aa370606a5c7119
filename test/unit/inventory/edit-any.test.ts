import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { withHost, withoutHost } from '../../../src/inventory/edit.ts';
import { ROLES } from '../../../src/model/names.ts';
import { writtenInventories } from './edits/inventories.ts';

// `SEED=… npx jest …` does the same again.
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const KEYS = {
  database: 'databases',
  broker: 'brokers',
  manager: 'managers',
  load_balancer: 'load_balancers',
};
type Host = { name: string; address: string };
type Sections = Record<string, { hosts: Host[] }>;

test(`SEED=${seed}: a host added to any inventory is all that differs, and taking it out gives the same bytes`, () => {
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

test(`SEED=${seed}: a host taken out of any inventory takes nothing with it that is not about it`, () => {
  let edits = 0;
  const holds = fc.property(writtenInventories, fc.nat(), ({ text, hosts }, at) => {
    const host = hosts[at % hosts.length];
    const data = parse(text) as Sections;
    const section = Object.values(KEYS)
      .map((key) => data[key])
      .find((one) => one?.hosts.some(({ name }) => name === host?.name));
    // A section goes, or does not, with its only host.
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

const notesOf = (text: string) => text.match(/# note \d+: \{ or, \[not\]/g) ?? [];

/** Lines as they stand, but for commas behind a host, and for lists that are one line. */
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
