import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EXIT, UsageError } from '../../errors/errors.ts';
import type { RunEvent } from '../../events/events.ts';
import { loadInventory } from '../../inventory/load.ts';
import { commandStep } from '../../model/next-step.ts';
import { readRun, runDirectories, runsDirectory } from '../../journal/runs.ts';
import type { RunsSubdirectory } from '../../journal/runs.ts';
import { htmlReporter } from '../../report/reporters/html.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { OUTPUT_FLAGS } from '../arguments/flags.ts';
import type { INVENTORY_AND_RUN } from '../arguments/positionals.ts';
import type { Edges } from '../program-environment.ts';
import { jsonOutput } from '../terminal/json-output.ts';
import { isInteractive } from '../terminal/io.ts';
import type { Io } from '../terminal/io.ts';
import { previousRun } from './earlier-times.ts';

type ReportArgs = ArgumentsOf<typeof OUTPUT_FLAGS, typeof INVENTORY_AND_RUN>;

interface FoundRun {
  readonly directory: string;
  readonly subdirectory: RunsSubdirectory;
  readonly events: readonly RunEvent[];
}

/** Writes the page of a run again from its events, prints its path, and opens it if there is a browser. @returns 0 */
export async function report(args: ReportArgs, { io }: Edges): Promise<number> {
  const inventory = await loadInventory(args.inventory, io.env);
  const { directory, subdirectory, events } = await findRun(args, inventory.cluster.name);
  const started = events.find((event) => event.kind === 'run.started');
  const previous = await previousRun(inventory, started?.command ?? '', { subdirectory, before: directory });
  const path = join(directory, 'report.html');
  const save = (text: string) => writeFileSync(path, text, { mode: 0o600 });
  const read = htmlReporter(save, { inventory: args.inventory, previous });
  events.forEach(read);
  if (events.at(-1)?.kind !== 'run.finished') read.end();
  io.stdout.write(`${args.output === 'json' ? jsonOutput({ report: path }) : path}\n`);
  if (args.output === 'auto') openInBrowser(path, io);
  return EXIT.done;
}

/** Finds a run by the name of its directory, its path or its identifier; by default the newest run. @throws UsageError */
async function findRun({ inventory, run }: ReportArgs, cluster: string): Promise<FoundRun> {
  for (const subdirectory of ['runs', 'rehearsals'] as const) {
    for (const directory of await runDirectories(runsDirectory(inventory, cluster, subdirectory))) {
      const isNamed = run === basename(directory) || (run !== undefined && resolve(run) === directory);
      if (run !== undefined && !isNamed && !(await hasIdentifier(directory, run))) continue;
      const { events } = await readRun(directory, true);
      if (events.length > 0) return { directory, subdirectory, events };
    }
  }
  const where = dirname(runsDirectory(inventory, cluster));
  const what = run === undefined ? `no run is stored in ${where}` : `no run "${run}" is stored in ${where}`;
  throw new UsageError([{ what, next: commandStep('runs', { flags: ['--local'] }) }]);
}

async function hasIdentifier(directory: string, run: string): Promise<boolean> {
  const { events } = await readRun(directory);
  return events[0]?.run === run;
}

/** Opens a file in the browser of a desktop. Does nothing without a terminal or a desktop. */
function openInBrowser(path: string, io: Io): void {
  const isDesktop = process.platform === 'darwin' || io.env['DISPLAY'] || io.env['WAYLAND_DISPLAY'];
  if (!isInteractive(io) || !isDesktop) return;
  const child = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [path], {
    detached: true,
    stdio: 'ignore',
  });
  // Without such a program, the printed path is enough.
  child.on('error', () => undefined);
  child.unref();
}
