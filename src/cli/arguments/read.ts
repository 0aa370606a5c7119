import type { Options } from 'yargs';
// Not from `yargs/helpers`, which also loads the packages that print help. They need 50 ms of processor time.
import Parser from 'yargs-parser';
import type { ArgumentValues, Flags } from './argument-types.ts';
import type { CliCommand, CliCommandGroup, CliCommands } from './command.ts';
import { mayBeInventory } from './inventory-path.ts';
import type { UsageFault } from './usage-faults.ts';

/** A parsed command line: a request for help or for the version, a command with its arguments, or what is wrong. */
export type CommandLine =
  | { readonly kind: 'help'; readonly path: readonly string[] }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'command';
      readonly command: CliCommand;
      readonly args: ArgumentValues;
      /** Flags that were given, by their declared names. */
      readonly given: readonly string[];
    }
  | { readonly kind: 'faults'; readonly path: readonly string[]; readonly faults: readonly UsageFault[] };

/** No flag has a negated form (`--no-x`), dots in names have no meaning, and the last value of a repeated flag counts. */
export const PARSER_CONFIGURATION = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'duplicate-arguments-array': false,
  'parse-positional-numbers': false,
};

const GLOBAL_FLAGS = {
  version: { type: 'boolean', alias: 'V' },
  help: { type: 'boolean', alias: 'h' },
} as const satisfies Flags;

/**
 * Parses a command line with the flags of the command that it names.
 * @param omitted the inventory of a command line that names none; undefined if each must name one
 */
export function readCommandLine(
  argv: readonly string[],
  commands: CliCommands,
  omitted?: string,
): CommandLine {
  const anyCommand = parsed(argv, { ...allFlags(commands), ...GLOBAL_FLAGS });
  const { command, path, choices, next } = namedCommand(wordsOf(anyCommand), commands);
  if (command) return readArguments(argv, { command, path, omitted });
  if (anyCommand['help'] === true) return { kind: 'help', path };
  if (anyCommand['version'] === true) return { kind: 'version' };
  if (next === undefined) return { kind: 'faults', path, faults: [{ kind: 'missing-command', choices }] };
  return { kind: 'faults', path, faults: [{ kind: 'unknown-command', given: next, choices }] };
}

function readArguments(
  argv: readonly string[],
  { command, path, omitted }: { command: CliCommand; path: readonly string[]; omitted: string | undefined },
): CommandLine {
  const flags = { ...GLOBAL_FLAGS, ...command.flags };
  const values = parsed(argv, flags);
  if (values['help'] === true) return { kind: 'help', path };
  if (values['version'] === true) return { kind: 'version' };
  const words = withInventory(wordsOf(values).slice(path.length), command, omitted);
  const faults = [
    ...unknownFlags(argv, values, flags),
    ...flagFaults(values, command.flags),
    ...positionalFaults(words, command),
  ];
  if (faults.length > 0) return { kind: 'faults', path, faults };
  return {
    kind: 'command',
    command,
    args: { ...flagValues(values, command.flags), ...positionalValues(words, command) },
    given: Object.keys(command.flags).filter((name) => name in values),
  };
}

/** Adds the omitted inventory if exactly one required argument is missing. */
function withInventory(
  words: readonly string[],
  { positionals }: CliCommand,
  omitted: string | undefined,
): readonly string[] {
  const required = Object.values(positionals).filter(({ optional }) => !optional);
  const isMissing = 'inventory' in positionals && words.length === required.length - 1;
  return isMissing && omitted !== undefined ? [omitted, ...words] : words;
}

interface NamedCommand {
  readonly command?: CliCommand;
  readonly path: readonly string[];
  /** Names that may follow the path. */
  readonly choices: readonly string[];
  /** The word that follows the path. */
  readonly next: string | undefined;
}

/** Follows the words through groups as far as they name commands. */
function namedCommand(
  words: readonly string[],
  commands: CliCommands,
  path: readonly string[] = [],
): NamedCommand {
  const [next] = words;
  const found = commands.find(({ name }) => name === next);
  if (!found) return { path, choices: commands.flatMap(namesIn), next };
  const below = [...path, found.name];
  if (isGroup(found)) return namedCommand(words.slice(1), found.commands, below);
  return { command: found, path: below, choices: [], next: words[1] };
}

/** The name of a command; the name of a group, and those of its commands below it. */
function namesIn(one: CliCommand | CliCommandGroup): readonly string[] {
  return isGroup(one) ? [one.name, ...one.commands.map(({ name }) => `${one.name} ${name}`)] : [one.name];
}

export function isGroup(one: CliCommand | CliCommandGroup): one is CliCommandGroup {
  return 'commands' in one;
}

function allFlags(commands: CliCommands): Flags {
  const all = commands.map((one) => (isGroup(one) ? allFlags(one.commands) : one.flags));
  return Object.assign({}, ...all) as Flags;
}

/** The values of the given flags under their declared names, unknown ones included; `_` has all other words. */
function parsed(argv: readonly string[], flags: Flags): ArgumentValues {
  const named = (matches: (option: Options) => boolean) =>
    Object.keys(flags).filter((name) => matches(flags[name] ?? {}));
  const aliases = Object.entries(flags).map(([name, { alias }]) => [
    name,
    [camelCase(name), alias ?? []].flat(),
  ]);
  const { argv: values } = Parser.detailed([...argv], {
    boolean: named(({ type }) => type === 'boolean'),
    number: named(({ type }) => type === 'number'),
    string: named(({ type }) => type !== 'boolean' && type !== 'number'),
    alias: Object.fromEntries(aliases) as Record<string, string[]>,
    configuration: PARSER_CONFIGURATION,
  });
  return values;
}

function wordsOf(values: ArgumentValues): readonly string[] {
  return values['_'] as readonly string[];
}

/** Unknown flags as they were typed: `-xy` is reported once. */
function unknownFlags(argv: readonly string[], values: ArgumentValues, flags: Flags): readonly UsageFault[] {
  const known = Object.entries(flags).flatMap(([name, { alias }]) =>
    [name, camelCase(name), alias ?? []].flat(),
  );
  const unknown = Object.keys(values).filter((name) => name !== '_' && !known.includes(name));
  const typed = unknown.map((name) => {
    const long = argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    const short = argv.find((word) => /^-[^-]/.test(word) && word.includes(name));
    return long || short === undefined ? `--${name}` : short;
  });
  const choices = Object.keys(flags).map((name) => `--${name}`);
  return [...new Set(typed)].map((flag) => ({ kind: 'unknown-flag', flag, choices }));
}

function flagFaults(values: ArgumentValues, flags: Flags): readonly UsageFault[] {
  return Object.entries(flags).flatMap(([name, option]): readonly UsageFault[] => {
    if (!(name in values)) return [];
    const value = values[name];
    const choices = option.choices?.map(String);
    const excluded = [option.conflicts ?? []].flat().map(String);
    const conflict = excluded.find((other) => other in values);
    if (value === undefined || value === '') return [{ kind: 'missing-value', flag: name }];
    if (choices && typeof value === 'string' && !choices.includes(value))
      return [{ kind: 'invalid-choice', of: `--${name}`, given: value, choices }];
    return conflict === undefined ? [] : [{ kind: 'conflicting-flags', flags: [name, conflict] }];
  });
}

function positionalFaults(words: readonly string[], { positionals }: CliCommand): readonly UsageFault[] {
  const names = Object.keys(positionals).filter((name) => !positionals[name]?.internal);
  const required = Object.entries(positionals).filter(([, { optional }]) => !optional);
  if (words.length < required.length) {
    const shown = names.map((name) => (positionals[name]?.optional ? `[${name}]` : name));
    const [first] = words;
    const isInventoryMissing =
      names[0] === 'inventory' &&
      first !== undefined &&
      words.length === required.length - 1 &&
      !mayBeInventory(first);
    return [{ kind: 'missing-argument', given: words, names: shown, isInventoryMissing }];
  }
  const invalid = Object.values(positionals).flatMap(({ choices }, index): readonly UsageFault[] => {
    const given = words[index] ?? '';
    if (!choices || choices.includes(given)) return [];
    return [{ kind: 'invalid-choice', of: names[index]?.toUpperCase() ?? '', given, choices }];
  });
  if (invalid.length > 0 || Object.values(positionals).some(({ many }) => many)) return invalid;
  return words.slice(names.length).map((given) => ({ kind: 'unexpected-argument', given }));
}

function flagValues(values: ArgumentValues, flags: Flags): ArgumentValues {
  const entries = Object.entries(flags).map(([name, option]) => [
    camelCase(name),
    values[name] ?? (option.default as unknown),
  ]);
  return Object.fromEntries(entries) as ArgumentValues;
}

function positionalValues(words: readonly string[], { positionals }: CliCommand): ArgumentValues {
  const entries = Object.entries(positionals).map(([name, { many }], index) => [
    name,
    many ? words.slice(index) : words[index],
  ]);
  return Object.fromEntries(entries) as ArgumentValues;
}

function camelCase(name: string): string {
  return Parser.camelCase(name);
}
