import type { ChangeKind, ChangeRequest, PlaybookOf, Requested } from '../change/requested-change.ts';
import type { CommandExits } from '../../errors/exit-codes.ts';
import type { Edges } from '../program-environment.ts';
import type { ArgumentsOf, ArgumentValues, Flags, Positionals } from './argument-types.ts';
import { CHANGE_EXITS } from './exits.ts';
import { INVENTORY } from './positionals.ts';
import type { CHANGE_FLAGS } from './flags.ts';

/**
 * The work of a command.
 * @param commands all commands, for a command that rehearses another one
 * @returns the exit code
 * @throws QuorateError for an expected failure; any other error is a bug
 */
export type CommandHandler<A> = (args: A, edges: Edges, commands: CliCommands) => Promise<number>;

/** The arguments of a call, and its purpose. */
type Example = readonly [args: string, purpose: string];

export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  readonly exits: CommandExits;
  readonly examples: readonly [Example, Example];
  readonly flags: Flags;
  readonly positionals: Positionals;
  readonly run: CommandHandler<ArgumentValues>;
  /** Absent if `rehearse --command` does not take the command. */
  readonly rehearsal?: Rehearsal;
}

/** How `rehearse --command` runs a command on simulated hosts. */
export interface Rehearsal {
  readonly request: (args: ArgumentValues) => ChangeRequest;
  /** Flags that a rehearsal accepts. */
  readonly flags: readonly string[];
}

/** Commands under one name: `quorate certificates issue`. */
export interface CliCommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly CliCommand[];
}

export type CliCommands = readonly (CliCommand | CliCommandGroup)[];

/** Commands that `--help` lists under one title. */
export interface CliCommandSection {
  readonly title: string;
  readonly commands: CliCommands;
}

interface Declaration<F extends Flags, P extends Positionals> {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly [Example, Example];
  readonly flags: F;
  /** The inventory by default. */
  readonly positionals?: P;
}

interface WorkDeclaration<F extends Flags, P extends Positionals> extends Declaration<F, P> {
  readonly exits: CommandExits;
  /** Imports the module that does the command's work, so that `--help` does not load it. */
  readonly load: () => Promise<CommandHandler<ArgumentsOf<F, NoInfer<P>>>>;
}

export function command<const F extends Flags, const P extends Positionals = typeof INVENTORY>(
  declaration: WorkDeclaration<F, P>,
): CliCommand {
  const { load, positionals = INVENTORY, ...rest } = declaration;
  return {
    ...rest,
    positionals,
    run: async (args, ...context) => (await load())(args as ArgumentsOf<F, P>, ...context),
  };
}

interface ChangeDeclaration<F extends Flags, P extends Positionals, K extends ChangeKind> extends Declaration<
  F,
  P
> {
  /** The change that the arguments describe. Plan, inventory edit and rehearsal derive from it. */
  readonly change: (args: ArgumentsOf<F, NoInfer<P>>) => Requested<NoInfer<K>>;
  readonly playbook: PlaybookOf<NoInfer<K>>;
  /** The argument that follows the command's name in locks, journal and history: `remove-broker rabbit2`. */
  readonly subject: keyof ArgumentsOf<F, NoInfer<P>> | 'none';
  /** Flags that `rehearse --command` accepts. `rehearse` without `--command` rehearses a deploy. */
  readonly rehearsedFlags: readonly (keyof F & string)[] | 'without --command';
  readonly load: () => Promise<ChangeWork<K, NoInfer<F>>>;
}

/** A call of a command that deploys or changes a cluster. */
interface ChangeCall<K extends ChangeKind, F extends Flags = typeof CHANGE_FLAGS> {
  readonly command: string;
  readonly subject: string | undefined;
  readonly requested: Requested<K>;
  readonly playbook: PlaybookOf<K>;
  readonly args: ArgumentsOf<F>;
}

/** @returns the exit code */
export type ChangeWork<K extends ChangeKind, F extends Flags = typeof CHANGE_FLAGS> = (
  call: ChangeCall<K, F>,
  edges: Edges,
) => Promise<number>;

/** A command that deploys a cluster, changes its members or operates on them. */
export function changeCommand<
  const F extends Flags & typeof CHANGE_FLAGS,
  const K extends ChangeKind,
  const P extends Positionals = typeof INVENTORY,
>(declaration: ChangeDeclaration<F, P, K>): CliCommand {
  const { name, summary, examples, flags, positionals = INVENTORY } = declaration;
  const { playbook, subject, rehearsedFlags } = declaration;
  const requested = (args: ArgumentValues) => declaration.change(args as ArgumentsOf<F, P>);
  const request = (args: ArgumentValues) => {
    const change = requested(args);
    return { kind: change.kind, requested: change, playbook } as unknown as ChangeRequest;
  };
  return {
    name,
    summary,
    exits: CHANGE_EXITS,
    examples,
    flags,
    positionals,
    run: async (args, edges) => {
      const work = await declaration.load();
      const named = args[String(subject)] as string | undefined;
      const call = { command: name, subject: named, playbook, requested: requested(args), args };
      return work(call as unknown as ChangeCall<K, F>, edges);
    },
    ...(rehearsedFlags === 'without --command' ? {} : { rehearsal: { request, flags: rehearsedFlags } }),
  };
}
