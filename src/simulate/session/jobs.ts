import { StepError } from '../../errors/errors.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { AbsolutePath, JobName, ReceiptName } from '../../model/names.ts';
import type { Job, JobEnd, JobState, OnLine } from '../../transport/port.ts';
import { parseReceipt } from '../../model/host/unreadable-record.ts';
import type { Receipt } from '../../model/stored-formats.ts';
import type { FaultEffect } from '../faults/faults.ts';
import { removeTree, textFile } from '../world/files.ts';
import { fileText } from '../world/host.ts';
import { sleepConnected, type SimulatedConnection } from './connection.ts';
import { hostNow } from './locks.ts';
import { startProcess } from './process.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import { JOBS, RECEIPTS, FORMAT } from '../../model/stored-formats.ts';

const STARTED = '/started';
const LOOK_MS = 10_000;

/** Writes a receipt as a host does it: with its own time, for root alone. */
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

/** A host that has left remembers nothing of what was done there. */
export function deleteReceiptsAndJobs(world: World, host: SimulatedHost): void {
  for (const folder of [RECEIPTS, JOBS]) removeTree(host.files, folder);
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
 * Starts a job; a job of that name that runs already is left alone. The wrapper's work is done by the world: the log,
 * the exit code and, after success, the receipt come whoever is connected.
 * @throws StepError when its folder cannot be written
 */
export function startJob(
  { world, host }: SimulatedConnection,
  job: Job,
  effect: FaultEffect | undefined,
): void {
  if (isRunning(host, job.name)) return;
  if (host.diskFree === 0) throw cannotStart(host, job);
  removeTree(host.files, folder(job.name));
  write(world, host, {
    path: `${folder(job.name)}/started`,
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
  const next = 'see the lines below, then run again';
  const lines = ['No space left on device'];
  return new StepError([{ where: name, what: `the job ${job.name} could not be started`, next, lines }]);
}

interface Ending {
  readonly world: World;
  readonly host: SimulatedHost;
  readonly job: Job;
  readonly code: number;
}

/** On a full disk the wrapper can write neither receipt nor exit code: nobody will know how it ended. */
function finish({ world, host, job, code }: Ending): void {
  host.jobs.delete(job.name);
  const isFull = host.diskFree === 0;
  world.record({ host: host.name, kind: 'ended', what: `${job.name} ${isFull ? 'unknown' : code}` });
  if (isFull) return;
  if (code === 0) writeReceipt(world, host, job.receipt);
  write(world, host, { path: `${folder(job.name)}/exit`, content: String(code) });
}

export function jobsOf(host: SimulatedHost): Readonly<Record<JobName, JobState>> {
  const started = [...host.files.keys()].filter(
    (path) => path.startsWith(`${JOBS}/`) && path.endsWith(STARTED),
  );
  const names = started.map((path) => path.slice(JOBS.length + 1, -STARTED.length));
  return Object.fromEntries(names.map((name) => [name, stateOf(host, name)]));
}

function stateOf(host: SimulatedHost, name: JobName): JobState {
  const exit = fileText(host, `${folder(name)}/exit`);
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
  return (fileText(host, `${folder(name)}${STARTED}`) ?? '').split(' ');
}

function isRunning(host: SimulatedHost, name: JobName): boolean {
  const process = host.jobs.get(name);
  return process !== undefined && !process.ended;
}

/** Follows a job to its end. @param cut stop after the first new line or wait: the connection will end there */
export async function followJob(
  connection: SimulatedConnection,
  follow: {
    readonly name: JobName;
    readonly offset: number;
    readonly onLine: OnLine;
    readonly cut: boolean;
  },
): Promise<JobEnd> {
  const { world, host } = connection;
  let offset = lineStart(fileText(host, logOf(follow.name)) ?? '', follow.offset);
  for (;;) {
    const lines = linesFrom(fileText(host, logOf(follow.name)) ?? '', offset);
    for (const one of lines) {
      offset += Buffer.byteLength(one) + 1;
      follow.onLine(one, offset);
    }
    const exit = fileText(host, `${folder(follow.name)}/exit`);
    if (exit !== undefined) return { kind: 'ended', code: Number(exit) };
    const process = host.jobs.get(follow.name);
    if (!process || process.ended) return { kind: 'vanished' };
    await sleepConnected(connection, Math.max(0, Math.min(process.nextAt - world.now(), LOOK_MS)));
    if (follow.cut) return { kind: 'vanished' };
  }
}

/** Whole lines from a byte offset on. */
function linesFrom(log: string, offset: number): readonly string[] {
  const rest = Buffer.from(log).subarray(offset);
  const text = rest.subarray(0, rest.lastIndexOf('\n') + 1).toString();
  return text === '' ? [] : text.slice(0, -1).split('\n');
}

/** An offset within a line is where the next one begins. */
function lineStart(log: string, offset: number): number {
  const bytes = Buffer.from(log);
  if (offset === 0 || bytes[offset - 1] === 0x0a) return offset;
  const end = bytes.indexOf('\n', offset);
  return end < 0 ? bytes.length : end + 1;
}

function folder(name: JobName): AbsolutePath {
  return `${JOBS}/${name}`;
}

function logOf(name: JobName): AbsolutePath {
  return `${folder(name)}/log`;
}

function write(world: World, host: SimulatedHost, file: { path: AbsolutePath; content: string }): void {
  if (host.diskFree === 0) return;
  const about = { mode: 0o600, owner: 'root:root', mtime: hostNow(world, host) };
  host.files.set(file.path, textFile(file.content, about));
}
