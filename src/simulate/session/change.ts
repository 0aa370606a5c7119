import { forgetMembers } from '../native/members.ts';
import type { Command } from '../../model/host/command.ts';
import { HISTORY, HISTORY_KEPT, RECEIPTS } from '../../model/stored-formats.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { AbsolutePath } from '../../model/names.ts';
import { reveal } from '../../model/secret.ts';
import { CANDIDATE } from '../../model/plan/step.ts';
import type { HostChange, Outcome } from '../../transport/port.ts';
import { textFile, withBlock } from '../world/files.ts';
import { fileText, readOnlyMount } from '../world/host.ts';
import { deleteReceiptsAndJobs, writeReceipt } from './jobs.ts';
import type { SimulatedConnection } from './connection.ts';
import type { SimulatedHost } from '../world/state.ts';
import { checkFence, hostNow } from './locks.ts';
import { startCommand, runCommand } from './run-command.ts';

const DONE: Outcome = { ok: true, code: 0, stdout: '', stderr: '' };

/**
 * Simulates one script: the fencing check, then the changes in order until one fails.
 * @param cut true if the connection is lost half-way: half of the changes are applied, and the next one is started if
 * it is a command
 */
export async function changeHost(
  connection: SimulatedConnection,
  changes: readonly HostChange[],
  cut: boolean,
): Promise<readonly Outcome[]> {
  checkFence(connection);
  const outcomes: Outcome[] = [];
  for (const change of cut ? changes.slice(0, Math.floor(changes.length / 2)) : changes) {
    const outcome = await apply(connection, change);
    outcomes.push(outcome);
    if (!outcome.ok) return outcomes;
  }
  const next = cut ? changes[outcomes.length] : undefined;
  if (next?.kind === 'run') startCutCommand(connection, next.command);
  return outcomes;
}

async function apply(connection: SimulatedConnection, change: HostChange): Promise<Outcome> {
  const { world, host } = connection;
  const path = writtenBy(change);
  const why = path && whyNotWritten(host, path, change);
  if (why) return failed(`${path}: ${why}`);
  switch (change.kind) {
    case 'write':
      return write(connection, change);
    case 'remove':
      if (host.files.delete(change.path))
        world.record({ host: host.name, kind: 'remove', what: change.path });
      return DONE;
    case 'receipt':
      writeReceipt(world, host, change);
      return DONE;
    case 'history':
      return append(connection, change);
    case 'forget':
      for (const path of [...host.files.keys()])
        if (change.directories.some((directory) => path === directory || path.startsWith(`${directory}/`)))
          host.files.delete(path);
      forgetMembers(host, change.directories);
      deleteReceiptsAndJobs(world, host, change.only);
      return DONE;
    case 'run':
      noteRun(connection, change.command);
      return outcomeOf(await runCommand(connection, change.command, 'run'));
  }
}

function whyNotWritten(host: SimulatedHost, path: AbsolutePath, { kind }: HostChange): string | undefined {
  if (readOnlyMount(host, path)) return 'Read-only file system';
  const appends = kind === 'receipt' || kind === 'history';
  return appends && host.diskFree === 0 ? 'No space left on device' : undefined;
}

/** The path that a change writes to; undefined for a command, whose effects are simulated elsewhere. */
function writtenBy(change: HostChange): AbsolutePath | undefined {
  switch (change.kind) {
    case 'write':
    case 'remove':
      return change.path;
    case 'receipt':
    case 'forget':
      return RECEIPTS;
    case 'history':
      return HISTORY;
    case 'run':
      return undefined;
  }
}

type HistoryChange = Extract<HostChange, { kind: 'history' }>;

function append({ world, host }: SimulatedConnection, { entry }: HistoryChange): Outcome {
  const at = hostNow(world, host);
  const lines = (fileText(host, HISTORY) ?? '').split('\n').filter(Boolean);
  const kept = [...lines, JSON.stringify({ ...entry, at })].slice(-HISTORY_KEPT);
  host.files.set(HISTORY, textFile(`${kept.join('\n')}\n`, { mode: 0o600, owner: 'root:root', mtime: at }));
  return DONE;
}

function startCutCommand(connection: SimulatedConnection, command: Command): void {
  noteRun(connection, command);
  startCommand(connection, command, 'run');
}

function noteRun({ world, host }: SimulatedConnection, command: Command): void {
  world.record({ host: host.name, kind: 'run', what: commandToLog(command) });
}

type Write = Extract<HostChange, { kind: 'write' }>;

/** Writes the new content to a candidate file first if there is a check, and replaces the old file once it passes. */
async function write(connection: SimulatedConnection, change: Write): Promise<Outcome> {
  const { world, host } = connection;
  const { path, mode, owner } = change;
  const content = wanted(fileText(host, path) ?? '', change);
  const file = textFile(content, { mode, owner, mtime: hostNow(world, host) });
  if (file.size > host.diskFree) return failed(`dd: error writing '${path}': No space left on device`);
  const candidate = `${path}.candidate` as AbsolutePath;
  if (change.check) {
    host.files.set(candidate, file);
    const checked = outcomeOf(await runCommand(connection, forCandidate(change.check, candidate), 'ask'));
    host.files.delete(candidate);
    if (!checked.ok) return checked;
  }
  host.files.set(path, file);
  world.record({ host: host.name, kind: 'write', what: path });
  return DONE;
}

function wanted(before: string, { content }: Write): string {
  return 'whole' in content
    ? reveal(content.whole)
    : withBlock(before, reveal(content.block), content.marker);
}

function forCandidate(check: Command, candidate: AbsolutePath): Command {
  const args = check.args.map((word) =>
    typeof word === 'string' ? word.replaceAll(CANDIDATE, candidate) : word,
  );
  return { ...check, args };
}

function outcomeOf({ code, stdout, stderr }: Omit<Outcome, 'ok'>): Outcome {
  return { ok: code === 0, code, stdout, stderr };
}

function failed(stderr: string): Outcome {
  return { ok: false, code: 1, stdout: '', stderr: `${stderr}\n` };
}
