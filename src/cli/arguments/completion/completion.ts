import { EXIT } from '../../../errors/errors.ts';
import { ROLES } from '../../../model/names.ts';
import type { ArgumentsOf, Completes } from '../argument-types.ts';
import type { CliCommands, CommandHandler } from '../command.ts';
import { builtInPlaybook, builtInPlaybooks } from '../../resource.ts';
import { defaultInventory, inventoryPath } from '../inventory-path.ts';
import { hostsIn, phasesIn } from './local-names.ts';
import { SCRIPTS } from './scripts.ts';
import { wantedWord } from './wanted-word.ts';
import type { WantedWord } from './wanted-word.ts';

type Args = ArgumentsOf<
  Record<never, never>,
  {
    readonly shell: { readonly describe: string };
    readonly words: { readonly describe: string; readonly many: true };
  }
>;

/** Prints the script of a shell, or for a script the candidates for a word: one in a line, with its description. */
export const complete: CommandHandler<Args> = async ({ shell, words }, { io }, commands) => {
  const lines = words.length > 0 ? await candidateLines(words, commands) : [SCRIPTS[shell] ?? ''];
  io.stdout.write(lines.join(''));
  return EXIT.done;
};

async function candidateLines(words: readonly string[], commands: CliCommands): Promise<readonly string[]> {
  const wanted = wantedWord(words, commands);
  if (!wanted) return [];
  const { before, typed, candidates } = wanted;
  const names = wanted.completes === 'topic' ? await topicNames() : namesFor(wanted);
  const found = [...candidates, ...names.map((value) => ({ value, description: undefined }))]
    .filter(({ value }) => value.startsWith(typed))
    .map(({ value, description = '' }) => `${before}${value}\t${description}`.trimEnd());
  return [...found, ...filesFor(wanted.completes)].map((line) => `${line}\n`);
}

/** Topics are read from the phases and the pages, which other completions do without. */
async function topicNames(): Promise<readonly string[]> {
  const { allTopics } = await import('../explain/topics.ts');
  return [...new Set(allTopics().flatMap(({ names }) => names))].filter((name) => !name.includes(' '));
}

function namesFor({ completes, before, inventory: given }: WantedWord): readonly string[] {
  const inventory = inventoryPath(given ?? defaultInventory() ?? '');
  if (completes === undefined) return [];
  if (completes === 'host') return hostsIn(inventory);
  if (completes === 'hosts') {
    const listed = before.replace(/^.*=/, '').split(',');
    return hostsIn(inventory).filter((name) => !listed.includes(name));
  }
  if (completes === 'playbook') return builtInPlaybooks();
  if (completes === 'phase') return phasesIn(builtInPlaybook('deploy'));
  const role = ROLES.find((one) => one === completes);
  return role ? hostsIn(inventory, [role]) : [];
}

/** Words for files, which the script itself lists, because it knows how its shell quotes them. */
const FILES: Partial<Record<Completes, string>> = {
  inventory: ':inventories',
  playbook: ':files',
  file: ':files',
  directory: ':directories',
};

function filesFor(completes: Completes | undefined): readonly string[] {
  const files = completes && FILES[completes];
  return files ? [files] : [];
}
