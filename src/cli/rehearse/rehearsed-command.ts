import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { CliCommand, CliCommands, Rehearsal } from '../arguments/command.ts';
import { isGroup, readCommandLine } from '../arguments/read.ts';
import { usageProblem } from '../arguments/usage-faults.ts';
import type { UsageFault } from '../arguments/usage-faults.ts';
import type { ChangeRequest } from '../change/requested-change.ts';

/**
 * Parses the command of `rehearse --command` as the command itself would be parsed. The operator leaves out the
 * inventory: `remove-broker rabbit2 --lost`.
 * @throws UsageError if the command is wrong, or cannot be rehearsed
 */
export function readRehearsedCommand(text: string, inventory: string, commands: CliCommands): ChangeRequest {
  const [name = '', ...words] = text.trim().split(/\s+/);
  const rehearsal = rehearsalOf(name, commands);
  const line = readCommandLine([name, inventory, ...words], commands);
  switch (line.kind) {
    case 'help':
    case 'version':
      throw notRehearsed(name, [line.kind], rehearsal);
    case 'faults':
      throw new UsageError(line.faults.map((fault) => rehearsalProblem(fault, name)));
    case 'command': {
      const refused = line.given.filter((flag) => !rehearsal.flags.includes(flag));
      if (refused.length > 0) throw notRehearsed(name, refused, rehearsal);
      return rehearsal.request(line.args);
    }
  }
}

function rehearsalOf(name: string, commands: CliCommands): Rehearsal {
  const known = commands.filter((one): one is CliCommand => !isGroup(one) && one.rehearsal !== undefined);
  const found = known.find((command) => command.name === name)?.rehearsal;
  if (found) return found;
  const names = known.map((command) => command.name);
  const what = `cannot rehearse "${name}"${didYouMean(name, names)}`;
  throw new UsageError([{ where: WHERE, what, next: `one of ${names.join(', ')}` }]);
}

const WHERE = '--command';

function notRehearsed(name: string, flags: readonly string[], rehearsal: Rehearsal): UsageError {
  const refused = flags.map((flag) => `--${flag}`).join(' ');
  const accepted = rehearsal.flags.map((flag) => `--${flag}`).join(', ');
  const next = `remove ${refused}` + (accepted === '' ? '' : `; a rehearsal accepts ${accepted}`);
  return new UsageError([{ where: WHERE, what: `"${name}" cannot be rehearsed with ${refused}`, next }]);
}

/** Replaces the hint for a missing argument, because that hint is a command that would change real hosts. */
function rehearsalProblem(fault: UsageFault, name: string): Problem {
  const problem = { where: WHERE, ...usageProblem(fault, [name]) };
  if (fault.kind !== 'missing-argument') return problem;
  const missing = fault.names.slice(1).map((argument) => argument.toUpperCase());
  return { ...problem, next: `add it: --command "${[name, ...missing].join(' ')}"` };
}
