import type { AbsolutePath } from '../names.ts';
import { FORMAT, HISTORY, JOBS, LOCKS, RECEIPTS } from '../stored-formats.ts';
import type { Holder, HistoryEntry, Receipt } from '../stored-formats.ts';

/** Data on a host that this program cannot read, because it is damaged or has another format. */
export interface UnreadableRecord {
  readonly kind: 'receipt' | 'job' | 'running-job' | 'lock' | 'history';
  readonly path: AbsolutePath;
  readonly format: number | 'damaged';
  /** For a lock: its holder, if the file can be parsed, and the time since the last renewal. */
  readonly holder?: Partial<Holder>;
  readonly notRenewedForMs?: number;
}

type Reading<T> = { readonly value: T } | { readonly unreadable: UnreadableRecord };

/** Names that only format 1 used: the receipt is of format 1, even if its content states another format. */
const FORMAT_1_NAMES = /^(?:founded|found)\//;

/** Reads one receipt from its file. */
export function parseReceipt(name: string, text: string): Reading<Receipt> {
  const receipt = parseObject<Receipt>(text);
  const format = FORMAT_1_NAMES.test(name) ? 1 : formatOf(receipt?.v);
  if (receipt && format === FORMAT) return { value: receipt };
  return { unreadable: { kind: 'receipt', path: `${RECEIPTS}/${name}`, format } };
}

interface LockFile {
  readonly holder: Holder;
  readonly acquiredAt: number;
}

/** Reads a lock file: `FORMAT TOKEN ACQUIRED-AT`, then its holder as JSON. */
export function parseLock(cluster: string, text: string, notRenewedForMs: number): Reading<LockFile> {
  const [first = '', json = ''] = text.split('\n');
  const [number = '', , acquiredAt] = first.split(' ');
  const holder = parseObject<Holder>(json);
  const format = formatOf(number === '' ? undefined : Number(number));
  if (holder && format === FORMAT) return { value: { holder, acquiredAt: Number(acquiredAt) } };
  const path = `${LOCKS}/${cluster}/lock` as const;
  const damaged = format === FORMAT ? 'damaged' : format;
  return {
    unreadable: { kind: 'lock', path, format: damaged, notRenewedForMs, ...(holder && { holder }) },
  };
}

/** Checks the format number of a job. A host that lost power may have an empty file instead: that job has vanished. */
export function unreadableJob(
  name: string,
  { format, running }: { readonly format: number; readonly running: boolean },
): readonly UnreadableRecord[] {
  if (!(format > 0) || format === FORMAT) return [];
  return [{ kind: running ? 'running-job' : 'job', path: `${JOBS}/${name}`, format }];
}

/** Checks the format numbers that occur in a host's history. */
export function unreadableHistory(formats: readonly number[]): readonly UnreadableRecord[] {
  return [...new Set(formats)]
    .filter((format) => format !== FORMAT)
    .map((format) => ({ kind: 'history', path: HISTORY, format }));
}

/** A host's history, oldest entry first, and the number of entries in other formats. Skips truncated lines. */
export function parseHistory(text: string): {
  readonly entries: readonly HistoryEntry[];
  readonly formats: readonly number[];
} {
  const lines = text.split('\n').flatMap((line) => parseObject<HistoryEntry>(line) ?? []);
  const formats = lines.flatMap(({ v }) => (Number.isInteger(v) ? [Number(v)] : []));
  return { entries: lines.filter(({ v }) => v === FORMAT), formats };
}

function formatOf(v: unknown): number | 'damaged' {
  return Number.isInteger(v) ? Number(v) : 'damaged';
}

function parseObject<T extends object>(text: string): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}
