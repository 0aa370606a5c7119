import type { ChangeKind, ChangePlaybook, Requested, RequestedChange } from '../change/requested-change.ts';
import type { Edges } from '../edges.ts';
import type { ArgumentsOf, ArgumentValues, Flags, Positionals } from './argument-types.ts';
import { INVENTORY } from './flags.ts';
import type { CHANGE_FLAGS } from './flags.ts';

/**
 * The work of a command.
 * @param commands all commands, for a command that rehearses another one
 * @returns the exit code
 * @throws QuorateError for an expected failure; any other error is a bug
 */
export type CommandHandler<A> = (args: A, edges: Edges, commands: CliCommands) => Promise<number>;

export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: Flags;
  readonly positionals: Positionals;
  readonly run: CommandHandler<ArgumentValues>;
  /** Absent if the command cannot be rehearsed. */
  readonly rehearsal?: Rehearsal;
}

/** How `rehearse --command` runs a command on simulated hosts. */
export interface Rehearsal {
  readonly change: (args: ArgumentValues) => RequestedChange;
  readonly playbook: ChangePlaybook;
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

interface Declaration<F extends Flags, P extends Positionals> {
  readonly name: string;
  readonly summary: string;
  readonly flags: F;
  /** The inventory by default. */
  readonly positionals?: P;
}

interface WorkDeclaration<F extends Flags, P extends Positionals> extends Declaration<F, P> {
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
  readonly playbook: ChangePlaybook;
  /** The argument that follows the command's name in locks, journal and history: `remove-broker rabbit2`. */
  readonly subject: keyof ArgumentsOf<F, NoInfer<P>>;
  /** Flags that `rehearse --command` accepts. */
  readonly rehearsedFlags: readonly (keyof F & string)[];
  readonly load: () => Promise<ChangeWork<K>>;
}

/** A call of a command that changes a cluster. */
export interface ChangeCall<K extends ChangeKind> {
  readonly command: string;
  readonly subject: string | undefined;
  readonly requested: Requested<K>;
  readonly playbook: ChangePlaybook;
  readonly args: ArgumentsOf<typeof CHANGE_FLAGS>;
}

/** @returns the exit code */
export type ChangeWork<K extends ChangeKind> = (call: ChangeCall<K>, edges: Edges) => Promise<number>;

/** A command that changes the members of a running cluster, or operates on them. */
export function changeCommand<
  const F extends Flags & typeof CHANGE_FLAGS,
  const K extends ChangeKind,
  const P extends Positionals = typeof INVENTORY,
>(declaration: ChangeDeclaration<F, P, K>): CliCommand {
  const { name, summary, flags, positionals = INVENTORY, playbook, rehearsedFlags } = declaration;
  const change = (args: ArgumentValues) => declaration.change(args as ArgumentsOf<F, P>);
  return {
    name,
    summary,
    flags,
    positionals,
    run: async (args, edges) => {
      const work = await declaration.load();
      const subject = args[String(declaration.subject)] as string | undefined;
      const call = { command: name, subject, playbook, requested: change(args), args };
      return work(call as unknown as ChangeCall<K>, edges);
    },
    rehearsal: { change, playbook, flags: rehearsedFlags },
  };
}
