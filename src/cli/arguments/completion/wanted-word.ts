import type { Completes, Flags, Positionals } from '../argument-types.ts';
import type { CliCommand, CliCommands } from '../command.ts';
import { isGroup } from '../read.ts';

interface Suggestion {
  readonly value: string;
  readonly description?: string | undefined;
}

/** The word at the cursor, and what it may become. */
export interface WantedWord {
  /** The part of the word that stays: `--down=db1,`. */
  readonly before: string;
  /** The part of the word that a candidate replaces. */
  readonly typed: string;
  readonly candidates: readonly Suggestion[];
  /** Further candidates, which are read from a file. */
  readonly completes?: Completes | undefined;
  /** The inventory that the words before the cursor name. */
  readonly inventory?: string | undefined;
}

/** @param words the words after the name of the program, up to the cursor, which is in the last one */
export function wantedWord(words: readonly string[], commands: CliCommands): WantedWord | undefined {
  const [next = '', ...rest] = words;
  if (rest.length === 0)
    return {
      before: '',
      typed: next,
      candidates: commands.map(({ name, summary }) => ({ value: name, description: summary })),
    };
  const found = commands.find(({ name }) => name === next);
  if (!found) return undefined;
  return isGroup(found) ? wantedWord(rest, found.commands) : wantedArgument(rest, found);
}

/** The arguments before the cursor. */
interface Given {
  readonly flags: readonly string[];
  readonly positionals: readonly string[];
  /** The flag whose value is next. */
  readonly pending?: Flag | undefined;
}

type Flag = Flags[string];

function wantedArgument(words: readonly string[], command: CliCommand): WantedWord | undefined {
  const given = words.slice(0, -1).reduce((soFar, word) => withWord(soFar, word, command), NOTHING);
  const typed = words.at(-1) ?? '';
  const positional = positionalAt(given.positionals.length, command.positionals);
  const names = Object.keys(command.positionals);
  const inventory = given.positionals[names.indexOf('inventory')];
  const [, name = '', value = ''] = /^--([^=]+)=(.*)$/.exec(typed) ?? [];
  const flag = command.flags[name];
  // bash makes a word of its own of "=".
  if (given.pending) return { ...valueOf(given.pending, typed === '=' ? '' : typed), inventory };
  if (flag) {
    const wanted = valueOf(flag, value);
    return { ...wanted, before: `--${name}=${wanted.before}`, inventory };
  }
  if (typed.startsWith('-')) return { before: '', typed, candidates: flagsOf(command, given) };
  return positional && !positional.internal ? { ...valueOf(positional, typed), inventory } : undefined;
}

const NOTHING: Given = { flags: [], positionals: [] };

function withWord({ flags, positionals, pending }: Given, word: string, command: CliCommand): Given {
  if (pending) return word === '=' ? { flags, positionals, pending } : { flags, positionals };
  if (!word.startsWith('-')) return { flags, positionals: [...positionals, word] };
  const [name = '', value] = word.replace(/^-+/, '').split('=');
  const flag = command.flags[name];
  const takesValue = flag !== undefined && flag.type !== 'boolean' && value === undefined;
  return { flags: [...flags, name], positionals, pending: takesValue ? flag : undefined };
}

function positionalAt(index: number, positionals: Positionals): Positionals[string] | undefined {
  const all = Object.values(positionals);
  const last = all.at(-1);
  return all[index] ?? (last?.many ? last : undefined);
}

function valueOf({ choices, completes }: Flag | Positionals[string], typed: string): WantedWord {
  // Completes only the last item of a list.
  const before = completes === 'hosts' ? typed.slice(0, typed.lastIndexOf(',') + 1) : '';
  const candidates = (choices ?? []).map((choice) => ({ value: String(choice) }));
  return { before, typed: typed.slice(before.length), candidates, completes };
}

function flagsOf({ flags }: CliCommand, given: Given): readonly Suggestion[] {
  const own = Object.entries(flags)
    .filter(([name]) => !given.flags.includes(name))
    .map(([name, { describe }]) => ({ value: `--${name}`, description: describe }));
  return [...own, { value: '--help', description: 'Show help' }];
}
