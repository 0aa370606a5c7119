import type { Answer } from '../../../model/health/gate.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import type { SurveyRequest, FileState, HeldBy, JobState, KnownFacts, Survey } from '../../port.ts';
import {
  parseHistory,
  parseReceipt,
  parseLock,
  unreadableHistory,
  unreadableJob,
} from '../../../model/host/unreadable-record.ts';
import type { UnreadableRecord } from '../../../model/host/unreadable-record.ts';
import type { Holder } from '../../../model/stored-formats.ts';
import type { Section } from '../worker/frame.ts';
import { COMPLETE } from '../scripts/script.ts';
import { Malformed, readParts } from '../worker/no-response.ts';
import { readFacts } from './read-facts.ts';
import type { Find } from './read-facts.ts';
import { readObstacles } from './read-obstacles.ts';
import { lastLines, trimmedLines, outOf } from '../worker/text.ts';
import type { Reply } from '../worker/response.ts';
import { readExits } from './read-replies.ts';

/**
 * Reads what the survey script printed, and adds what is known.
 * @throws Malformed if the output is incomplete, so that a host never counts as empty by mistake
 */
export function readSurvey(ask: SurveyRequest, reply: Reply, known?: KnownFacts): Survey {
  if (known) return { ...readState(ask, reply), ...known };
  const obstacles = readObstacles(reply.sections);
  try {
    const { sections, sentAt, startedAt } = reply;
    checkSections([...FACTS, ...factSections(ask)], sections);
    const facts = readFacts(sections, finder(sections), Math.round((sentAt + startedAt) / 2));
    return { ...readState(ask, reply), facts, obstacles };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    // A missing program is the likely cause of a missing part.
    throw new Malformed([error.message, ...obstacles.map(({ what }) => what)].join('; '));
  }
}

/** Reads everything except facts and obstacles. */
function readState(ask: SurveyRequest, { sections }: Reply): Omit<Survey, keyof KnownFacts> {
  const find = finder(sections);
  checkSections(stateSections(ask), sections);
  const exits = readExits(sections, ask.guards.length);
  return {
    files: readParts(ask.files, ({ path }) => readFile(path, find(`file ${path}`), find(`block ${path}`))),
    paths: Object.fromEntries(ask.paths.map((path) => [path, readPresence(path, find(`path ${path}`))])),
    guards: Object.fromEntries(named(sections, 'guard').map(([name], i) => [name, exits[i] as Answer])),
    ...readStored(ask.cluster, { sections, find }),
  };
}

function finder(sections: readonly Section[]): Find {
  const byHead = new Map(sections.map((section) => [section.head, section]));
  return (head) => byHead.get(head);
}

const FACTS = ['clock', 'machine-id', 'boot-id', 'hostname', 'os-release', 'systemd', 'addresses', 'memory'];

/** The sections of the facts and obstacles that depend on the request. */
function factSections(ask: SurveyRequest): readonly string[] {
  return [
    'listening',
    'obstacles',
    ...ask.directories.map((path) => `obstacles ${path}`),
    ...ask.disks.map((path) => `disk ${path}`),
    'names',
  ];
}

/** The other sections. */
function stateSections(ask: SurveyRequest): readonly string[] {
  return [
    ...ask.files.map(({ path }) => `file ${path}`),
    ...ask.files.flatMap(({ path, marker }) => (marker === undefined ? [] : [`block ${path}`])),
    ...ask.paths.map((path) => `path ${path}`),
    ...ask.guards.map(({ id }) => `guard ${id}`),
    COMPLETE,
  ];
}

/** @throws Malformed unless every part of the output has its section */
function checkSections(wanted: readonly string[], sections: readonly Section[]): void {
  const heads = new Set(sections.map(({ head }) => head));
  const missing = wanted.find((head) => !heads.has(head));
  if (missing === undefined) return;
  const why = reasonIn(sections.at(-1));
  throw new Malformed(`no section "${missing}"${why}`);
}

function named(sections: readonly Section[], kind: string): readonly (readonly [string, string])[] {
  return sections.flatMap((section) =>
    section.head.startsWith(`${kind} `)
      ? [[section.head.slice(kind.length + 1), outOf(section)] as const]
      : [],
  );
}

/** Reads the data that Quorate stored on the host. */
function readStored(
  cluster: string,
  { sections, find }: { readonly sections: readonly Section[]; readonly find: Find },
): Pick<Survey, 'receipts' | 'jobs' | 'lock' | 'lastOutcome' | 'unreadable'> {
  const unreadable: UnreadableRecord[] = [];
  const receipts = named(sections, 'receipt').flatMap(([name, text]) => {
    const reading = parseReceipt(name, text);
    if ('value' in reading) return [[name, reading.value] as const];
    unreadable.push(reading.unreadable);
    return [];
  });
  const jobs = named(sections, 'job').map(([name, text]) => [name, readJob(text)] as const);
  for (const [name, text] of named(sections, 'job')) {
    const format = Number(text.trim().split(' ').at(-1));
    unreadable.push(...unreadableJob(name, { format, running: readJob(text).state === 'running' }));
  }
  unreadable.push(...unreadableHistory(trimmedLines(outOf(find('history'))).map(Number)));
  const lockText = find('lock');
  const lock = lockText && readLock(cluster, outOf(lockText));
  if (lock && 'unreadable' in lock) unreadable.push(lock.unreadable);
  const last = parseHistory(outOf(find('last-entry'))).entries.at(-1);
  return {
    unreadable,
    receipts: Object.fromEntries(receipts),
    jobs: Object.fromEntries(jobs),
    ...(lock && 'value' in lock ? { lock: lock.value } : {}),
    ...(last && { lastOutcome: last.outcome }),
  };
}

/** Reads `STATE CODE LOG-BYTES STARTED-AT FORMAT`, as `job_state` prints it. @throws Malformed */
export function readJob(text: string): JobState {
  if (!/^(running|ended|vanished) (\d{1,3}|-|) \d+ /.test(text)) throw new Malformed('no state of a job');
  const [state = '', code = '', logSize, startedAt] = text.trim().split(' ');
  return {
    state: state as JobState['state'],
    // A host that lost power may have an empty file in place of the exit code.
    ...(code === '-' || code === '' ? {} : { code: Number(code) }),
    logSize: Number(logSize),
    startedAt: Number(startedAt),
  };
}

/** Reads the host's time and the time of the last renewal, then the lock file. */
export function readLock(
  cluster: string,
  text: string,
): { readonly value: HeldBy } | { readonly unreadable: UnreadableRecord } {
  const end = text.indexOf('\n');
  const [now = 0, renewedAt = 0] = text.slice(0, end).split(' ').map(Number);
  const age = (since: number) => Math.max(0, now - since);
  const reading = parseLock(cluster, text.slice(end + 1), age(renewedAt));
  if ('unreadable' in reading) return reading;
  const { holder, acquiredAt } = reading.value;
  return { value: { ...holder, heldForMs: age(acquiredAt), notRenewedForMs: age(renewedAt) } };
}

/** Describes the holder in a lock file, for a message. */
export function describeHolder(text: string): string {
  const holder = parsed<Holder>(text.split('\n')[1] ?? '');
  return holder ? `${holder.who} from ${holder.from} (${holder.command})` : 'no run: the lock was removed';
}

function readFile(path: AbsolutePath, file: Section | undefined, block: Section | undefined): FileState {
  const [stat = '', sum = ''] = outOf(file).split('\n');
  const nothing = { path, mode: 0, owner: '', size: 0, sha256: '' };
  if (stat === 'absent') return { ...nothing, kind: 'absent' };
  if (stat === 'other') return { ...nothing, kind: 'other' };
  const [, mode = '', owner = '', size = ''] = /^([0-7]{1,4}) (\S+:\S+) (\d+)$/.exec(stat) ?? [];
  if (mode === '' || !/^[0-9a-f]{64} /.test(sum)) throw unread(path, file);
  return {
    path,
    kind: 'file',
    mode: parseInt(mode, 8),
    owner,
    size: Number(size),
    sha256: sum.slice(0, 64),
    ...readBlock(path, block),
  };
}

/** The digest of a block; nothing if the file has no such block, or none was asked for. */
function readBlock(path: AbsolutePath, section: Section | undefined): Pick<FileState, 'block'> {
  const text = outOf(section).trim();
  if (!section || text === 'absent') return {};
  if (!/^[0-9a-f]{64} /.test(text)) throw unread(path, section);
  return { block: text.slice(0, 64) };
}

function readPresence(path: AbsolutePath, section: Section | undefined): boolean {
  const text = outOf(section).trim();
  if (text !== 'present' && text !== 'absent') throw unread(path, section);
  return text === 'present';
}

function unread(path: AbsolutePath, section: Section | undefined): Malformed {
  return new Malformed(`${path} cannot be read${reasonIn(section)}`);
}

/** The last line of a section on stderr, in parentheses. */
function reasonIn(section: Section | undefined): string {
  const why = lastLines(section?.err.toString('utf8') ?? '').at(-1);
  return why === undefined ? '' : ` (${why})`;
}

function parsed<T extends object>(text: string): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}
