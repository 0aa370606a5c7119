import { RefusedError } from '../../../errors/errors.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { AbsolutePath, HostName } from '../../../model/names.ts';
import type { SurveyRequest, FileState, HeldBy, JobState, Survey } from '../../port.ts';
import type { Holder, Receipt } from '../../../model/stored-formats.ts';
import type { Section } from '../worker/frame.ts';
import { readFacts } from './read-facts.ts';
import { outOf } from '../worker/text.ts';
import type { Reply } from '../worker/worker.ts';
import { FORMAT } from '../../../model/stored-formats.ts';

/**
 * Reads what the survey script printed.
 * @throws RefusedError for a receipt, job or lock in a newer format, or one that cannot be read
 */
export function readSurvey(host: HostName, ask: SurveyRequest, { sections, sentAt, begunAt }: Reply): Survey {
  const byHead = new Map(sections.map((section) => [section.head, section]));
  const find = (head: string) => byHead.get(head);
  const named = (kind: string) =>
    sections.flatMap((section) =>
      section.head.startsWith(`${kind} `) ? [{ name: section.head.slice(kind.length + 1), section }] : [],
    );
  const lock = find('lock');
  const exits = readExits(sections);
  return {
    facts: readFacts(sections, find, Math.round((sentAt + begunAt) / 2)),
    files: ask.files.map(({ path }) => readFile(path, find(`file ${path}`), find(`block ${path}`))),
    paths: Object.fromEntries(ask.paths.map((path) => [path, find(`path ${path}`) !== undefined])),
    receipts: Object.fromEntries(
      named('receipt').map(({ name, section }) => [name, readReceipt(host, name, outOf(section))]),
    ),
    jobs: Object.fromEntries(named('job').map(({ name, section }) => [name, readJob(outOf(section))])),
    guards: Object.fromEntries(named('guard').map(({ name }, i) => [name, exits[i] as Answer])),
    ...(lock ? { lock: readLock(host, outOf(lock)) } : {}),
  };
}

/** The answers of commands: each section of output is followed by an `exit CODE`. */
export function readExits(sections: readonly Section[]): readonly Extract<Answer, { kind: 'exited' }>[] {
  return sections.flatMap((section, i) => {
    if (!section.head.startsWith('exit ')) return [];
    const ran = sections[i - 1];
    return {
      kind: 'exited',
      code: Number(section.head.slice(5)),
      stdout: outOf(ran),
      stderr: ran?.err.toString('utf8') ?? '',
    };
  });
}

/** `STATE CODE LOG-BYTES STARTED-AT`, as `job_state` prints it. */
export function readJob(text: string): JobState {
  const [state = '', code = '-', logSize, startedAt] = text.trim().split(' ');
  return {
    state: state as JobState['state'],
    ...(code === '-' ? {} : { code: Number(code) }),
    logSize: Number(logSize),
    startedAt: Number(startedAt),
  };
}

/**
 * The host's time and the last touch, then the lock file: `2 TOKEN ACQUIRED-AT` and its holder as JSON.
 * @throws RefusedError
 */
export function readLock(host: HostName, text: string): HeldBy {
  const [times = '', first = '', json = ''] = text.split('\n');
  const [now, touched] = times.split(' ').map(Number);
  const [version, , taken] = first.split(' ');
  const holder = version === String(FORMAT) ? parsed<Holder>(json) : undefined;
  if (!holder) throw unread(host, 'the lock', '/run/quorate');
  const age = (since: number | undefined) => Math.max(0, (now ?? 0) - (since ?? 0));
  return { ...holder, heldForMs: age(Number(taken)), silentForMs: age(touched) };
}

/** The first line of a lock file with its holder, for a message: nobody, when it is gone. */
export function holderInWords(text: string): string {
  const holder = parsed<Holder>(text.split('\n')[1] ?? '');
  return holder ? `${holder.who} from ${holder.from} (${holder.command})` : 'nobody: it is gone';
}

function readFile(path: AbsolutePath, file: Section | undefined, block: Section | undefined): FileState {
  const [stat = '', sum = ''] = outOf(file).split('\n');
  const digest = outOf(block).slice(0, 64);
  const nothing = { path, mode: 0, owner: '', size: 0, sha256: '' };
  if (stat === '') return { ...nothing, kind: 'absent' };
  if (stat === 'other') return { ...nothing, kind: 'other' };
  const [mode = '', owner = '', size = ''] = stat.split(' ');
  return {
    path,
    kind: 'file',
    mode: parseInt(mode, 8),
    owner,
    size: Number(size),
    sha256: sum.slice(0, 64),
    ...(digest ? { block: digest } : {}),
  };
}

function readReceipt(host: HostName, name: string, text: string): Receipt {
  const receipt = parsed<Receipt>(text);
  if (receipt?.v !== FORMAT) throw unread(host, `the receipt ${name}`, `/var/lib/quorate/receipts/${name}`);
  return receipt;
}

function parsed<T extends object>(text: string): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

function unread(host: HostName, what: string, path: string): RefusedError {
  return new RefusedError([
    {
      where: host,
      what: `cannot read ${what} (${path})`,
      why: 'a newer Quorate wrote it, or it is damaged',
      next: 'use that newer Quorate; of a damaged file ask whoever works on the host',
    },
  ]);
}
