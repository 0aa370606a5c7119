import { createEmit } from '../../events/emit.ts';
import { EXIT } from '../../errors/errors.ts';
import { localRun } from '../../journal/history.ts';
import { readRun, runDirectories, runsDirectory } from '../../journal/runs.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { HostName } from '../../model/names.ts';
import { jsonReporter } from '../../report/reporters/json.ts';
import type { OutputFormat } from '../arguments/flags.ts';
import type { Edges } from '../program-environment.ts';
import { newRun } from '../run/environment.ts';
import { formatMinute } from './unfinished-command.ts';

interface Removal {
  readonly command: string;
  readonly name: HostName;
  readonly args: { readonly inventory: string; readonly output: OutputFormat };
}

/**
 * Prints that an earlier run of the same command on this machine has removed the host, if the inventory does not list
 * the host any more.
 * @returns whether it has
 */
export async function reportEarlierRemoval(
  removal: Removal,
  cluster: Cluster,
  edges: Edges,
): Promise<boolean> {
  const { command, name, args } = removal;
  if (cluster.hosts.some((host) => host.name === name)) return false;
  const at = await timeOfRun(`${command} ${name}`, runsDirectory(args.inventory, cluster.name));
  if (at === undefined) return false;
  const line = `Nothing to do: ${name} is removed already, by the run of ${formatMinute({ startedAt: at })}.`;
  if (args.output === 'json') finishDone(line, edges);
  else edges.io.stdout.write(`${line}\n`);
  return true;
}

/** Start of the newest finished run of a command. */
async function timeOfRun(command: string, within: string): Promise<number | undefined> {
  for (const directory of await runDirectories(within)) {
    const { events } = await readRun(directory);
    const run = localRun(directory, events).find((row) => row.command === command);
    if (run?.exitCode === EXIT.done) return run.at;
  }
  return undefined;
}

/** Programs wait for the last event of a run. */
function finishDone(line: string, { io, clock, mask }: Edges): void {
  const read = jsonReporter((text) => void io.stdout.write(text));
  createEmit({ run: newRun(), clock, redact: mask.text, readers: [read] })({
    kind: 'run.finished',
    outcome: 'done',
    exitCode: EXIT.done,
    counts: { changed: 0, unchanged: 0, failed: 0 },
    ms: 0,
    requires: [],
    problems: [],
    closing: [line],
  });
}
