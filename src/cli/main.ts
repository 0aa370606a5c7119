import { EXIT, QuorateError, UsageError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import type { CliCommandSection } from './arguments/command.ts';
import { defaultInventory, inventoryPath } from './arguments/inventory-path.ts';
import { readCommandLine } from './arguments/read.ts';
import { repeatedCommand } from './arguments/repeated-command.ts';
import type { CommandLine } from './arguments/read.ts';
import { usageProblem } from './arguments/usage-faults.ts';
import { SECTIONS } from './command-table.ts';
import type { Edges } from './program-environment.ts';
import { paintFor, problemWidth, screenOf } from './terminal/io.ts';
import { withVisibleOutput } from './terminal/visible-output.ts';
import { inOrder, manual, runAgain } from '../model/next-step.ts';

/**
 * Runs the program. Everything outside it is in `processEdges`: the process, the hosts, the time. Never throws.
 * @returns the exit code
 */
export async function main(
  argv: readonly string[],
  processEdges: Edges,
  sections: readonly CliCommandSection[] = SECTIONS,
): Promise<number> {
  const commands = sections.flatMap((section) => section.commands);
  const again = repeatedCommand(argv, commands);
  const edges = { ...processEdges, io: withVisibleOutput(processEdges.io), again };
  const line = withInventoryPath(readCommandLine(argv, commands, defaultInventory()));
  try {
    if (line.kind === 'command') return await line.command.run(line.args, edges, commands);
    edges.io.stdout.write(`${await textFor(line, sections)}\n`);
    return EXIT.done;
  } catch (error) {
    return explain(error, { edges, verbose: showsStack(line), inventory: inventoryOf(line) });
  }
}

/** @throws UsageError if the command line is wrong */
async function textFor(
  line: Exclude<CommandLine, { kind: 'command' }>,
  sections: readonly CliCommandSection[],
): Promise<string> {
  if (line.kind === 'version') return (await import('./arguments/version.ts')).versionText();
  if (line.kind === 'help') return (await import('./arguments/help/help.ts')).helpText(line.path, sections);
  throw new UsageError(line.faults.map((fault) => usageProblem(fault, line.path)));
}

/** Whether a bug is reported with its stack: with `--verbose`, or if the command has no such flag. */
function showsStack(line: CommandLine): boolean {
  return line.kind === 'command' && (line.given.includes('verbose') || !('verbose' in line.command.flags));
}

/** Replaces a directory by the inventory in it. */
function withInventoryPath(line: CommandLine): CommandLine {
  const given = inventoryOf(line);
  if (line.kind !== 'command' || given === undefined) return line;
  return { ...line, args: { ...line.args, inventory: inventoryPath(given) } };
}

/** The path of the inventory. */
function inventoryOf(line: CommandLine): string | undefined {
  const given = line.kind === 'command' ? line.args['inventory'] : undefined;
  return typeof given === 'string' ? given : undefined;
}

/** Prints an expected failure as its problems, and any other error as a bug. */
async function explain(
  error: unknown,
  { edges, verbose, inventory }: { edges: Edges; verbose: boolean; inventory: string | undefined },
): Promise<number> {
  const { stderr } = edges.io;
  const { mask, again } = edges;
  const width = problemWidth(edges.io);
  const { renderProblems } = await import('../report/problems.ts');
  if (error instanceof QuorateError) {
    const paint = paintFor(edges.io, stderr);
    screenOf(edges.io).stderr.write(
      `${renderProblems(mask.within(error.problems), { paint, inventory, again, width })}\n`,
    );
    return error.exitCode;
  }
  const problem = fileSystemProblem(error);
  if (problem) {
    stderr.write(`${renderProblems([mask.within(problem)], { again, width })}\n`);
    return EXIT.usage;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const next = verbose
    ? 'report this bug with the lines below'
    : inOrder(runAgain({ with: '--verbose' }), manual('report its output'));
  const bug = mask.within({ what: `a bug in quorate: ${message}`, next });
  stderr.write(`${renderProblems([bug], { again, width })}\n`);
  if (verbose) stderr.write(`${mask.text(stack ?? '')}\n`);
  return EXIT.bug;
}

/** An error of this machine's file system: caused by the path that the operator gave, not by a bug. */
function fileSystemProblem(error: unknown): Problem | undefined {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (!code || !syscall || !path) return undefined;
  const next = 'check that this path exists and has the right type, and that this account has access';
  return { where: path, what: `cannot be used (${code} on ${syscall})`, next };
}
