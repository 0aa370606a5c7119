import type { UnreadableRecord } from '../model/host/unreadable-record.ts';
import { formatDuration } from '../model/duration.ts';
import type { HostName } from '../model/names.ts';
import { CONVERT_FORMAT_1, FORMAT } from '../model/stored-formats.ts';
import { RefusedError } from './errors.ts';
import type { Problem } from './errors.ts';
import { either, inOrder, manual, RUN_AGAIN, waitUntil, shellOn } from '../model/next-step.ts';

type Found = Readonly<Record<HostName, readonly UnreadableRecord[]>>;

/**
 * Thrown before anything is changed if hosts have data that this program cannot read. Such a host may be part of a
 * running cluster, and must never count as not installed.
 */
export class UnreadableDataError extends RefusedError {
  readonly found: Found;

  constructor(found: Found) {
    super(problemsOf(found));
    this.found = found;
  }
}

/**
 * Waits for reads of several hosts.
 * @returns the values, and one error for all hosts with data that cannot be read
 * @throws the first other error
 */
export async function readEach<T>(
  reads: readonly Promise<T>[],
): Promise<{ readonly values: readonly T[]; readonly unreadable: UnreadableDataError | undefined }> {
  const results = await Promise.allSettled(reads);
  const errors = results.flatMap((result): readonly Error[] =>
    result.status === 'rejected' ? [result.reason as Error] : [],
  );
  const other = errors.find((error) => !(error instanceof UnreadableDataError));
  if (other !== undefined) throw other;
  const unreadable = errors.filter((error) => error instanceof UnreadableDataError);
  const found = Object.assign({}, ...unreadable.map((error) => error.found)) as Found;
  return {
    values: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    unreadable: unreadable.length > 0 ? new UnreadableDataError(found) : undefined,
  };
}

interface OnHost extends UnreadableRecord {
  readonly host: HostName;
}

/**
 * Returns one problem with all of its hosts for each cause, and one for each damaged file. Locks and running jobs come
 * first, because their run may still be active.
 */
function problemsOf(found: Found): readonly Problem[] {
  const all = Object.entries(found).flatMap(([host, records]) =>
    records.map((record) => ({ ...record, host })),
  );
  const damaged = all.filter(({ format }) => format === 'damaged');
  const newer = all.filter(({ format }) => format !== 'damaged' && format > FORMAT);
  const older = all.filter(({ format }) => format !== 'damaged' && format < FORMAT);
  const active = older.filter(({ kind }) => kind === 'lock' || kind === 'running-job');
  const stored = older.filter((record) => !active.includes(record));
  return [
    ...groups(active, textOfActive).map(activeProblem),
    ...groups(stored, ({ format }) => String(format)).map(storedProblem),
    ...groups(newer, ({ format }) => String(format)).map(newerProblem),
    ...damaged.map(damagedProblem),
  ];
}

type Group = readonly [OnHost, ...OnHost[]];

function groups(records: readonly OnHost[], keyOf: (record: OnHost) => string): readonly Group[] {
  const byKey = new Map<string, [OnHost, ...OnHost[]]>();
  for (const record of records) {
    const known = byKey.get(keyOf(record));
    if (known) known.push(record);
    else byKey.set(keyOf(record), [record]);
  }
  return [...byKey.values()];
}

function hostsOf(records: Group): string {
  return [...new Set(records.map(({ host }) => host))].join(', ');
}

function textOfActive({ kind, path, format, holder }: OnHost): string {
  if (kind === 'running-job') return `a job of format ${format} is still running: ${lastName(path)}`;
  const by = holder
    ? `${holder.who ?? ''} on ${holder.from ?? ''}: ${holder.command ?? ''}`
    : 'an unknown run';
  return `locked by a run of format ${format}, which this Quorate cannot read: ${by}`;
}

function activeProblem(records: Group): Problem {
  const [first] = records;
  const what = textOfActive(first);
  if (first.kind === 'running-job')
    return {
      where: hostsOf(records),
      what,
      next: inOrder(waitUntil('the job has ended'), RUN_AGAIN),
    };
  const why = `last renewed ${formatDuration(first.notRenewedForMs ?? 0)} ago`;
  const next = either(
    manual(
      'wait for that run to finish; if it was killed, repeat its command with the Quorate that started it',
    ),
    shellOn(hostsOf(records), `rm ${first.path}`, 'remove the lock as root'),
  );
  return { where: hostsOf(records), what, why, next };
}

const RECORDS = {
  receipt: 'receipts',
  job: 'jobs',
  'running-job': 'jobs',
  lock: 'locks',
  history: 'history',
};

function storedProblem(records: Group): Problem {
  const [{ format }] = records;
  const kinds = [...new Set(records.map(({ kind }) => RECORDS[kind]))].join(', ');
  const what = `deployed by a Quorate of format ${format}, which this Quorate (format ${FORMAT}) cannot read`;
  const convert = 'while no run is active, convert each of these hosts as root with the lines above';
  const next = inOrder(
    either(manual('keep using that Quorate for this cluster'), manual(convert)),
    RUN_AGAIN,
  );
  return {
    where: hostsOf(records),
    what,
    lines: CONVERT_FORMAT_1,
    why: `found: ${kinds} of format ${format}`,
    next,
  };
}

function newerProblem(records: Group): Problem {
  const [{ format, path }] = records;
  const what = `data of format ${format}, which this Quorate (format ${FORMAT}) cannot read`;
  return {
    where: hostsOf(records),
    what,
    why: `found: ${path}`,
    next: 'use the newer Quorate that wrote this data',
  };
}

function damagedProblem({ host, path }: OnHost): Problem {
  const next = 'find out what changed the file on that host, and restore it from a backup';
  return { where: host, what: `cannot read ${path}`, why: 'the file is damaged', next };
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
