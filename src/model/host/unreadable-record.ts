import type { AbsolutePath } from '../names.ts';
import { FORMAT, HISTORY, JOBS, LOCKS, RECEIPTS } from '../stored-formats.ts';
import type { Holder, HistoryEntry, Receipt } from '../stored-formats.ts';

/** Data on a host that this program cannot read, because it is damaged or has another format. */
export interface UnreadableRecord {
  readonly kind: 'receipt' | 'job' | 'running-job' | 'lock' | 'history';
  readonly path: AbsolutePath;
  readonly format: number | 'damaged';
  /** Only for a lock: its holder, if the file can be parsed. */
  readonly holder?: Partial<Holder>;
  /** Only for a lock: the time since its last renewal. */
  readonly notRenewedForMs?: number;
}

type Reading<T> = { readonly value: T } | { readonly unreadable: UnreadableRecord };

/**
 * Names of receipts that only format 1 used. Such a receipt is of format 1, even if its content states another format.
 */
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

/**
 * Returns the job as unreadable if its format number is another one. After a power failure, the file with the number
 * may be empty. Such a job counts as vanished and is not reported here.
 */
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

/**
 * Parses a host's history. `entries`: the entries in the present format, oldest first; `formats`: the format number of
 * every entry. Skips truncated lines.
 */
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
