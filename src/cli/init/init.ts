import { join } from 'node:path';
import { EXIT, UsageError } from '../../errors/errors.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { columns, warningText } from '../../report/text.ts';
import type { Edges } from '../program-environment.ts';
import { completeAnswers, draftOf, typedFlags } from './answers.ts';
import type { InitArgs } from './answers.ts';
import { dryRunText, existingFiles, filesExist, placed } from './existing-files.ts';
import { createdFiles, createdPaths, draftFiles, makeFiles } from './make-files.ts';
import { namesToResolve, withPrivateIps } from './private-ips.ts';
import { withJsonProblems } from '../inspect/json-problems.ts';
import { isInteractive } from '../terminal/io.ts';
import { jsonOutput } from '../terminal/json-output.ts';
import { filesInJson } from '../terminal/written-report.ts';
import { whileShowing } from '../terminal/status-line.ts';
import { prepare } from '../run/prepare.ts';
import { runAgain } from '../../model/next-step.ts';

/**
 * Creates an inventory with certificates and secrets, ready to deploy. Creates no files if one of them cannot be
 * created.
 */
export const init = withJsonProblems<InitArgs>(async (args, edges) => {
  const { io, clock } = edges;
  const { directory } = args;
  const asking = args.output !== 'json' && io.stdin.isTTY === true && isInteractive(io);
  const before = existingFiles(directory);
  if (before.length > 0) await allowForce(args, before, asking ? edges : undefined);
  const draft = await draftFrom(args, asking, edges);
  if (args.dryRun) {
    const { text, inventory } = draftFiles(directory, { draft }, edges);
    const made = { inventory, warnings: [], text: () => dryRunText(directory, text) };
    io.stdout.write(`${createdText(args, made)}\n`);
    return EXIT.done;
  }
  const aside = `replaced-${new Date(clock.now()).toISOString().replace(/[:.]/g, '-')}`;
  const make = (temporary: string) => makeFiles(temporary, { draft }, edges);
  const inventory = await placed(directory, { aside, make }, io);
  const { warnings } = await prepare({ inventory: join(directory, 'inventory.yaml'), offline: true }, edges);
  for (const text of warnings) io.stderr.write(`${warningText(text)}\n`);
  const replaced = before.length > 0 ? join(directory, aside) : undefined;
  const text = () => summary(directory, inventory, replaced).join('\n');
  io.stdout.write(`${createdText(args, { inventory, warnings, replaced, text })}\n`);
  return EXIT.done;
});

/** The draft of the inventory, from flags and, on a terminal, from questions. */
async function draftFrom(
  args: InitArgs,
  asking: boolean,
  { io }: Edges,
): Promise<ReturnType<typeof draftOf>> {
  const { directory } = args;
  const flags = typedFlags(args);
  const typed = asking ? await (await import('./questions.ts')).askFor(directory, flags, io) : flags;
  const answers = completeAnswers(directory, typed, io);
  const waiting = `waiting for the name server: ${namesToResolve(answers).join(', ')}`;
  return draftOf(await whileShowing(io, waiting, withPrivateIps(answers)));
}

interface Created {
  readonly inventory: Inventory;
  readonly warnings: readonly string[];
  /** The subdirectory with the files that existed before. */
  readonly replaced?: string | undefined;
  readonly text: () => string;
}

function createdText(
  { directory, output, dryRun }: InitArgs,
  { inventory, warnings, replaced, text }: Created,
): string {
  if (output !== 'json') return text();
  const { name: cluster, hosts } = inventory.cluster;
  return jsonOutput({
    cluster,
    inventory: join(directory, 'inventory.yaml'),
    hosts: hosts.length,
    warnings,
    ...(replaced !== undefined && { replaced }),
    ...filesInJson(createdPaths(directory, inventory), dryRun),
  });
}

/** @throws UsageError unless --force was given and confirmed */
async function allowForce(args: InitArgs, names: readonly string[], edges: Edges | undefined): Promise<void> {
  if (!args.force) throw filesExist(args.directory, names);
  if (args.yes || args.dryRun) return;
  const what = `${names.join(', ')} in ${args.directory} would be moved into a subdirectory`;
  if (!edges)
    throw new UsageError([
      { what, why: 'there is no terminal to ask for confirmation', next: runAgain({ with: '--yes' }) },
    ]);
  const { askYes } = await import('./questions.ts');
  if (!(await askYes(`${what}. Continue?`, edges.io)))
    throw new UsageError([{ what: 'nothing was changed', next: 'choose another directory' }]);
}

function summary(directory: string, inventory: Inventory, replaced: string | undefined): readonly string[] {
  const path = join(directory, 'inventory.yaml');
  return [
    `In ${directory}:`,
    ...columns(createdFiles(inventory)).map((line) => `  ${line}`),
    '',
    `Next: quorate trust ${path}`,
    `Then: quorate plan ${path}`,
    `Then: quorate deploy ${path}`,
    ...(replaced === undefined ? [] : [`Existing files were moved to ${replaced}.`]),
  ];
}
