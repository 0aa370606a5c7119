import type { Facts, PackageVersion } from '../../../model/host/facts.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import { Malformed, readParts } from '../worker/no-response.ts';
import { lastLines, trimmedLines, outOf } from '../worker/text.ts';
import type { Section } from '../worker/frame.ts';

/** Finds a section by its head; undefined if the script did not print it. */
export type Find = (head: string) => Section | undefined;

/**
 * Reads the facts in a survey.
 * @throws Malformed
 * @param asked time on this machine's clock, midway between sending the script and the start of its answer
 */
export function readFacts(sections: readonly Section[], find: Find, asked: number): Facts {
  const text = (head: string) => outOf(find(head)).trim();
  if (!/^\d+$/.test(text('clock'))) throw new Malformed('no time');
  if (text('boot-id') === '') throw new Malformed('no boot id');
  return {
    machineId: text('machine-id'),
    bootId: text('boot-id'),
    hostname: text('hostname'),
    os: readOs(text('os-release')),
    systemd: Number(/^systemd (\d+)/.exec(text('systemd'))?.[1] ?? 0),
    clock: Number(text('clock')),
    clockAsked: asked,
    ...readAddresses(text('addresses')),
    diskFree: Object.fromEntries(readParts(sections, readDisk).flat()),
    memory: 1024 * Number(/^MemTotal:\s+(\d+) kB/m.exec(text('memory'))?.[1] ?? 0),
    listening: readListening(text('listening')),
    resolved: Object.fromEntries(trimmedLines(text('names')).map(readName)),
    ...readVersions(trimmedLines(text('versions'))),
  };
}

/** `ID VERSION_ID`, such as `debian 12`; only the ID for a distribution without versions. */
function readOs(text: string): string {
  const value = (key: string) => new RegExp(`^${key}=["']?([^"'\n]*)`, 'm').exec(text)?.[1];
  return [value('ID'), value('VERSION_ID')].filter(Boolean).join(' ');
}

/** Reads `ip -o addr` or the list of `hostname -I`. Leaves out loopback and link-local addresses. */
function readAddresses(text: string): Pick<Facts, 'addresses' | 'interfaces'> {
  if (!/\binet6? /.test(text)) return { addresses: text.split(/\s+/).filter(Boolean) };
  const lines = /^(?:\d+: ([^\s@]+)\S*\s+)?.*?\binet6? ([0-9a-f.:]+)\/.* scope (?:global|site)/gm;
  const found = [...text.matchAll(lines)].map(([, name = '', address = '']) => ({ name, address }));
  const names = [...new Set(found.map(({ name }) => name))];
  return {
    addresses: found.map(({ address }) => address),
    interfaces: Object.fromEntries(
      names.map((name) => [name, found.filter((one) => one.name === name).map(({ address }) => address)]),
    ),
  };
}

function readDisk(section: Section): readonly [AbsolutePath, number][] {
  if (!section.head.startsWith('disk ')) return [];
  const path = section.head.slice('disk '.length) as AbsolutePath;
  const available = trimmedLines(outOf(section)).at(-1)?.split(/\s+/).at(-3) ?? '';
  const why = lastLines(section.err.toString('utf8')).at(-1);
  if (!/^\d+$/.test(available)) throw new Malformed(`no free space of ${path}${why ? ` (${why})` : ''}`);
  return [[path, 1024 * Number(available)]];
}

/** Reads `NAME INSTALLED CANDIDATE`; `(none)` for a version that does not exist. */
function readVersions(lines: readonly string[]): Pick<Facts, 'versions'> {
  const known = (version = '(none)') => (version === '(none)' ? undefined : version);
  const found = lines.map((line): readonly [string, PackageVersion] => {
    const [name = '', ...both] = line.split(' ');
    const [installed, candidate] = both.map(known);
    const version = {
      ...(installed !== undefined && { installed }),
      ...(candidate !== undefined && { candidate }),
    };
    return [name.replace(/^libicu\d+$/, 'libicu'), version];
  });
  return found.length > 0 ? { versions: Object.fromEntries(found) } : {};
}

function readName(line: string): [string, readonly string[]] {
  const [name = '', ...answers] = line.split(' ');
  return [name, answers];
}

/** `LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=1,fd=3))`; no users if the kernel does not name the process. */
const SS = /^LISTEN +\d+ +\d+ +\S*:(\d+) (?:.*?users:\(\("([^"]+)")?/gm;
/** `0: 00000000:0016 00000000:0000 0A …`: state 0A is listening. */
const PROC = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:0000 0A /gm;

/** Reads the output of `ss -ltnp`, or /proc/net/tcp, which does not name the program. */
function readListening(text: string): Facts['listening'] {
  const seen = [
    ...[...text.matchAll(SS)].map(([, port, by = '']) => ({ port: Number(port), by })),
    ...[...text.matchAll(PROC)].map(([, port = '']) => ({ port: parseInt(port, 16), by: '' })),
  ];
  return [...new Map(seen.map((entry) => [`${entry.port} ${entry.by}`, entry])).values()];
}
