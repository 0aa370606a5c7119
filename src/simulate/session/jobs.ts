import { StepError } from '../../errors/errors.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { AbsolutePath, JobName, ReceiptName, Role } from '../../model/names.ts';
import type { FollowFrom, Job, JobEnd, JobState, OnLine } from '../../transport/port.ts';
import { parseReceipt } from '../../model/host/unreadable-record.ts';
import type { Receipt } from '../../model/stored-formats.ts';
import type { FaultEffect } from '../faults/faults.ts';
import { removeTree, textFile } from '../world/files.ts';
import { fileText } from '../world/host.ts';
import { sleepConnected, type SimulatedConnection } from './connection.ts';
import { hostNow } from './locks.ts';
import { startProcess } from './process.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import { JOBS, jobsOfRole, RECEIPTS, FORMAT } from '../../model/stored-formats.ts';
import { inOrder, manual, RUN_AGAIN } from '../../model/next-step.ts';

const STARTED = '/started';
const POLL_MS = 10_000;

/** Writes a receipt as the script on a host does: with the host's time, readable only by root. */
export function writeReceipt(
  world: World,
  host: SimulatedHost,
  { name, receipt }: { readonly name: ReceiptName; readonly receipt: Omit<Receipt, 'at'> },
): void {
  const at = hostNow(world, host);
  const about = { mode: 0o600, owner: 'root:root', mtime: at };
  host.files.set(`${RECEIPTS}/${name}` as AbsolutePath, textFile(JSON.stringify({ ...receipt, at }), about));
  world.record({ host: host.name, kind: 'receipt', what: name });
}

/** Deletes the receipts and jobs of a removed host. @param only its role, if other roles may share its machine */
export function deleteReceiptsAndJobs(world: World, host: SimulatedHost, only?: Role): void {
  const jobs = only ? jobsOfRole(only).map(directoryOf) : [JOBS];
  const receipts = only ? (`${RECEIPTS}/${only}` as const) : RECEIPTS;
  for (const directory of [receipts, ...jobs]) removeTree(host.files, directory);
  world.record({ host: host.name, kind: 'remove', what: RECEIPTS });
}

/** Every receipt on the host, as parsed from its file. */
export function receiptsOf(
  host: SimulatedHost,
): readonly (readonly [ReceiptName, ReturnType<typeof parseReceipt>])[] {
  const found = [...host.files].filter(([path]) => path.startsWith(`${RECEIPTS}/`));
  return found.map(([path, { content }]) => {
    const name = path.slice(RECEIPTS.length + 1);
    return [name, parseReceipt(name, content)] as const;
  });
}

/**
 * Starts a job, unless a job of that name is running. The simulated process writes the log, the exit code and, after
 * success, the receipt, even if no run is connected.
 * @throws StepError if the directory of the job cannot be written
 */
export function startSimulatedJob(
  { world, host }: SimulatedConnection,
  job: Job,
  effect: FaultEffect | undefined,
): void {
  if (isRunning(host, job.name)) return;
  if (host.diskFree === 0) throw cannotStart(host, job);
  removeTree(host.files, directoryOf(job.name));
  write(world, host, {
    path: `${directoryOf(job.name)}/started`,
    content: `${FORMAT} ${host.bootId} quorate-${job.name} ${hostNow(world, host)}`,
  });
  write(world, host, { path: logOf(job.name), content: '' });
  const append = (line: string) => {
    write(world, host, {
      path: logOf(job.name),
      content: `${fileText(host, logOf(job.name)) ?? ''}${line}\n`,
    });
  };
  const sabotage = effect?.kind === 'job-fails' || effect?.kind === 'job-killed' ? effect : undefined;
  if (effect?.kind === 'job-fails' && effect.kernel !== undefined) host.kernelLog.push(effect.kernel);
  const process = startProcess({ world, host }, job.command, {
    out: append,
    err: append,
    onExit: (code) => finish({ world, host, job, code }),
    use: 'run',
    ...(sabotage ? { sabotage } : {}),
  });
  world.record({ host: host.name, kind: 'job', what: `${job.name}: ${commandToLog(job.command)}` });
  if (!process.ended) host.jobs.set(job.name, process);
}

function cannotStart({ name }: SimulatedHost, job: Job): StepError {
  const next = inOrder(manual('check the output below'), RUN_AGAIN);
  const lines = ['No space left on device'];
  return new StepError([{ where: name, what: `cannot start the job ${job.name}`, next, lines }]);
}

interface Ending {
  readonly world: World;
  readonly host: SimulatedHost;
  readonly job: Job;
  readonly code: number;
}

/**
 * Records the end of a job. On a full disk, neither receipt nor exit code can be written, so the outcome is unknown.
 */
function finish({ world, host, job, code }: Ending): void {
  host.jobs.delete(job.name);
  const isFull = host.diskFree === 0;
  world.record({ host: host.name, kind: 'ended', what: `${job.name} ${isFull ? 'unknown' : code}` });
  if (isFull) return;
  if (code === 0) writeReceipt(world, host, job.receipt);
  write(world, host, { path: `${directoryOf(job.name)}/exit`, content: String(code) });
}

export function jobsOf(host: SimulatedHost): Readonly<Record<JobName, JobState>> {
  const started = [...host.files.keys()].filter(
    (path) => path.startsWith(`${JOBS}/`) && path.endsWith(STARTED),
  );
  const names = started.map((path) => path.slice(JOBS.length + 1, -STARTED.length));
  return Object.fromEntries(names.map((name) => [name, jobState(host, name)]));
}

function jobState(host: SimulatedHost, name: JobName): JobState {
  const exit = fileText(host, `${directoryOf(name)}/exit`);
  const state = isRunning(host, name) ? 'running' : exit === undefined ? 'vanished' : 'ended';
  return {
    state,
    ...(exit === undefined ? {} : { code: Number(exit) }),
    logSize: host.files.get(logOf(name))?.size ?? 0,
    startedAt: Number(startedOf(host, name).at(-1)),
  };
}

/** The format that a job was started with. */
export function jobFormat(host: SimulatedHost, name: JobName): number {
  return Number(startedOf(host, name)[0]);
}

/** `FORMAT BOOT-ID UNIT STARTED-AT`, as on a real host. */
function startedOf(host: SimulatedHost, name: JobName): readonly string[] {
  return (fileText(host, `${directoryOf(name)}${STARTED}`) ?? '').split(' ');
}

function isRunning(host: SimulatedHost, name: JobName): boolean {
  const process = host.jobs.get(name);
  return process !== undefined && !process.ended;
}

/** Follows a job to its end. @param cut true to stop after the first wait, where the connection is lost */
export async function followSimulatedJob(
  connection: SimulatedConnection,
  follow: FollowFrom & { readonly name: JobName; readonly onLine: OnLine; readonly cut: boolean },
): Promise<JobEnd> {
  const { world, host } = connection;
  const deadline = world.now() + (follow.limitMs ?? Infinity);
  let offset = lineStart(fileText(host, logOf(follow.name)) ?? '', follow.offset);
  for (;;) {
    const lines = linesFrom(fileText(host, logOf(follow.name)) ?? '', offset);
    for (const line of lines) {
      offset += Buffer.byteLength(line) + 1;
      follow.onLine(line, offset);
    }
    const exit = fileText(host, `${directoryOf(follow.name)}/exit`);
    if (exit !== undefined) return { kind: 'ended', code: Number(exit) };
    const process = host.jobs.get(follow.name);
    if (!process || process.ended) return { kind: 'vanished' };
    if (world.now() >= deadline) return { kind: 'overdue' };
    await sleepConnected(connection, Math.max(0, Math.min(process.nextAt - world.now(), POLL_MS)));
    if (follow.cut) return { kind: 'vanished' };
  }
}

/** Complete lines from a byte offset. */
function linesFrom(log: string, offset: number): readonly string[] {
  const rest = Buffer.from(log).subarray(offset);
  const text = rest.subarray(0, rest.lastIndexOf('\n') + 1).toString();
  return text === '' ? [] : text.slice(0, -1).split('\n');
}

/** Moves an offset inside a line to the start of the next line. */
function lineStart(log: string, offset: number): number {
  const bytes = Buffer.from(log);
  if (offset === 0 || bytes[offset - 1] === 0x0a) return offset;
  const end = bytes.indexOf('\n', offset);
  return end < 0 ? bytes.length : end + 1;
}

function directoryOf(name: JobName): AbsolutePath {
  return `${JOBS}/${name}`;
}

function logOf(name: JobName): AbsolutePath {
  return `${directoryOf(name)}/log`;
}

function write(world: World, host: SimulatedHost, file: { path: AbsolutePath; content: string }): void {
  if (host.diskFree === 0) return;
  const about = { mode: 0o600, owner: 'root:root', mtime: hostNow(world, host) };
  host.files.set(file.path, textFile(file.content, about));
}
