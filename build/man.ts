/** Writes the man page and the completion scripts, for the build: `man/quorate.1` and `completions/` in a directory. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Flags, Positionals } from '../src/cli/arguments/argument-types.ts';
import type { CliCommand, CliCommandSection } from '../src/cli/arguments/command.ts';
import { allTopics } from '../src/cli/arguments/explain/topics.ts';
import { SCRIPTS } from '../src/cli/arguments/completion/scripts.ts';
import { mayBeOmitted } from '../src/cli/arguments/positionals.ts';
import { isGroup } from '../src/cli/arguments/read.ts';
import { SECTIONS } from '../src/cli/command-table.ts';

/** Fixed, so that building twice gives the same bytes. */
const DATE = 'November 29, 2026';

/** The name that each shell expects. */
const SCRIPT_FILES: Readonly<Record<string, string>> = {
  bash: 'quorate.bash',
  zsh: '_quorate',
  fish: 'quorate.fish',
};

export function writeManual(directory: string): void {
  mkdirSync(join(directory, 'man'), { recursive: true });
  writeFileSync(join(directory, 'man/quorate.1'), manualPage());
  mkdirSync(join(directory, 'completions'), { recursive: true });
  for (const [shell, script] of Object.entries(SCRIPTS))
    writeFileSync(join(directory, 'completions', SCRIPT_FILES[shell] ?? shell), script);
}

/** The man page, in the language mdoc: all commands with their arguments, flags and examples. */
export function manualPage(sections: readonly CliCommandSection[] = SECTIONS): string {
  return `${[HEAD, ...sections.flatMap(sectionLines), ...ENDING].join('\n')}\n`;
}

const HEAD = `.Dd ${DATE}
.Dt QUORATE 1
.Os
.Sh NAME
.Nm quorate
.Nd deploy and operate a highly available PostgreSQL, RabbitMQ and HAProxy cluster, with or without Cloudify Manager
.Sh SYNOPSIS
.Nm
.Ar command
.Op Ar inventory
.Op Ar argument ...
.Nm
.Op Ar command
.Fl Fl help
.Nm
.Fl Fl version
.Sh DESCRIPTION
.Nm
deploys a highly available PostgreSQL, RabbitMQ and HAProxy cluster over SSH,
with or without Cloudify Manager.
It changes the members one at a time.
It protects the quorum of the cluster: it refuses a change that would take it.
The inventory is a YAML file that describes one cluster.
.Sh COMMANDS`;

const ENDING = [
  '.Sh FILES',
  '.Bl -tag -width Ds',
  '.It Pa inventory.yaml',
  'The inventory, with the files that it refers to in its directory.',
  '.It Pa .quorate/',
  "The journal of each run, in the inventory's directory.",
  '.El',
  '.Sh EXIT STATUS',
  '.Bl -tag -width Ds',
  ...allTopics()
    .filter(({ kind }) => kind === 'exit code')
    .flatMap(({ names: [code = ''], lines }) => [
      `.It ${code}`,
      ...lines.flatMap((line) => paragraph(`${line}.`.replace(/\.\.$/, '.'))),
    ]),
  '.El',
];

function sectionLines({ title, commands }: CliCommandSection): readonly string[] {
  const lines = commands.flatMap((one) =>
    isGroup(one)
      ? one.commands.flatMap((below) => commandLines(below, [one.name, below.name]))
      : commandLines(one, [one.name]),
  );
  return [`.Ss ${title}`, '.Bl -tag -width Ds', ...lines, '.El'];
}

function commandLines(command: CliCommand, path: readonly string[]): readonly string[] {
  const { summary, flags, positionals, examples } = command;
  const call = ['.It', 'Cm', ...path, ...argumentsOf(positionals)].join(' ');
  const calls = examples.flatMap(([args, purpose]) => [
    '.Pp',
    ...paragraph(`${purpose}:`),
    '.Dl ' + text(`quorate ${path.join(' ')} ${args}`),
  ]);
  return [call, ...paragraph(`${summary}.`), ...flagList(flags), ...calls];
}

/** The positional arguments of a command. Without Oc, brackets would enclose all arguments that follow. */
function argumentsOf(positionals: Positionals): readonly string[] {
  return Object.entries(positionals).flatMap(([name, { many, internal }]) => {
    if (internal) return [];
    const word = ['Ar', name, ...(many ? ['...'] : [])];
    return mayBeOmitted(name, positionals) ? ['Oo', ...word, 'Oc'] : word;
  });
}

function flagList(flags: Flags): readonly string[] {
  const items = Object.entries(flags).flatMap(([name, flag]) => {
    const value = flag.type === 'boolean' ? '' : ` Ns = Ns Ar ${flag.choices?.join('|') ?? 'value'}`;
    const standard = flag.defaultDescription ?? (typeof flag.default === 'string' ? flag.default : undefined);
    const ending = standard === undefined ? '.' : ` (default: ${standard}).`;
    return [`.It Fl Fl ${text(name)}${value}`, ...paragraph(`${String(flag.describe)}${ending}`)];
  });
  return items.length === 0 ? [] : ['.Bl -tag -width Ds', ...items, '.El'];
}

/** Lines of at most 80 characters, as the language recommends. */
function paragraph(plain: string): readonly string[] {
  const lines = plain.match(/\S.{0,70}(?= |$)/g) ?? [];
  return lines.map(text);
}

/** Escapes what has a meaning in mdoc: backslashes, hyphens, quotes, and a dot or an apostrophe at the start. */
function text(plain: string): string {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(/^[.']/, '\\&$&');
}
