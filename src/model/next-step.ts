import { wordToLog } from './host/command-text.ts';
import type { Service } from './names.ts';
import { printable, type Rendered } from './rendered.ts';

type MemberKind = Service | 'load-balancer';

/** The commands of the program that a next step can name. */
export type QuorateCommand =
  | `add-${MemberKind}`
  | `remove-${MemberKind}`
  | 'check'
  | 'certificates check'
  | 'certificates csr'
  | 'certificates fetch'
  | 'certificates import'
  | 'certificates issue'
  | 'deploy'
  | 'plan'
  | 'reconfigure'
  | 'recover'
  | 'rehearse'
  | 'replace-host'
  | 'restart'
  | 'runs'
  | 'secrets edit'
  | 'secrets check'
  | 'secrets generate'
  | 'secrets list'
  | 'ssh-config'
  | 'status'
  | 'switchover'
  | 'trust'
  | 'validate'
  | 'verify';

/** A command to run. It takes the inventory of the run, unless `insteadOfInventory` is set. */
export interface CommandStep {
  readonly kind: 'command';
  readonly command: QuorateCommand;
  /** A host of the inventory. */
  readonly host?: string;
  readonly flags?: readonly string[];
  /** The argument of a command that takes no inventory. */
  readonly insteadOfInventory?: string;
  /** Purpose of the command, if its name does not show it: `bring another standby back first`. */
  readonly purpose?: string;
}

/** A shell command to type. */
export interface ShellStep {
  readonly kind: 'shell';
  readonly command: string;
  /** The host on which the command runs. Absent: this machine. */
  readonly host?: string;
  /** Purpose of the command, if the command does not show it: `check that db1 is up`. */
  readonly purpose?: string;
}

interface WaitStep {
  readonly kind: 'wait';
  /** The condition, as a clause: `the members are healthy`. */
  readonly until: string;
}

interface ManualStep {
  readonly kind: 'manual';
  readonly text: string;
}

/** Alternatives: one of the steps is enough. */
interface EitherStep {
  readonly kind: 'either';
  readonly steps: readonly NextStep[];
}

/** Run the same command again. */
interface RepeatStep {
  readonly kind: 'repeat';
  /** The condition or the purpose, if only one of them calls for it: `if db2 is lost`, `to remove the host`. */
  readonly when?: string;
  /** A flag to add. */
  readonly with?: string;
  /** A flag to omit. */
  readonly without?: string;
}

/** Edit the inventory in the operator's editor. */
export interface EditStep {
  readonly kind: 'edit-inventory';
}

type NextStep = CommandStep | ShellStep | EditStep | RepeatStep | WaitStep | ManualStep | EitherStep;

/** The next step of the operator, or several steps in order. A string is a manual step. */
export type Next = Rendered | NextStep | readonly NextStep[];

export function commandStep(
  command: QuorateCommand,
  more: Omit<CommandStep, 'kind' | 'command'> = {},
): CommandStep {
  return { kind: 'command', command, ...more };
}

/** A shell command to type on a host. */
export function shellOn(host: string, command: string, purpose?: string): ShellStep {
  return { ...shellHere(command, purpose), host };
}

/** A shell command to type on this machine. */
export function shellHere(command: string, purpose?: string): ShellStep {
  return { kind: 'shell', command, ...(purpose !== undefined && { purpose }) };
}

export function manual(text: string): ManualStep {
  return { kind: 'manual', text };
}

export function waitUntil(until: string): WaitStep {
  return { kind: 'wait', until };
}

export function either(...steps: readonly NextStep[]): EitherStep {
  return { kind: 'either', steps };
}

export const RUN_AGAIN: RepeatStep = { kind: 'repeat' };

export function runAgain(how: Omit<RepeatStep, 'kind'>): RepeatStep {
  return { kind: 'repeat', ...how };
}

function stepsOf(next: Next | undefined): readonly NextStep[] {
  if (next === undefined) return [];
  if (isList(next)) return next;
  return typeof next === 'object' ? [next] : [manual(printable(next))];
}

function isList(next: Next): next is readonly NextStep[] {
  return Array.isArray(next);
}

/** Joins several pieces of advice into one list of steps. Skips undefined ones. */
export function inOrder(...steps: readonly (Next | undefined)[]): readonly NextStep[] {
  return steps.flatMap(stepsOf);
}

/** True if the step is one of these steps. */
export function includesStep(next: Next | undefined, step: ShellStep): boolean {
  return stepsOf(next).some((one) => one.kind === 'shell' && one.command === step.command);
}

/** Placeholder if the path of the inventory is not known. */
const SOME_INVENTORY = 'inventory.yaml';

/** Returns the command line of a repeated command. Undefined if the operator must add a value. */
export type RepeatedLine = (step: RepeatStep) => string | undefined;

/** Words that the operator typed. */
export interface Typed {
  /** Path of the inventory. */
  readonly inventory?: string | undefined;
  readonly again?: RepeatedLine | undefined;
}

/** Returns the steps as text, with the words that the operator typed. */
export function nextText(next: Next, typed: Typed = {}): Rendered {
  return joined(stepsOf(next), typed);
}

function joined(steps: readonly NextStep[], typed: Typed): string {
  const [first, ...rest] = steps;
  if (!first) return '';
  return rest.reduce(
    (text, step) => `${text}${separator(step)}${stepText(step, typed)}`,
    stepText(first, typed),
  );
}

function separator(step: NextStep): string {
  if (step.kind === 'repeat' && step.when === undefined) return ', then ';
  return isBareCommand(step) ? '; then: ' : '; ';
}

function stepText(step: NextStep, typed: Typed): string {
  const { inventory = SOME_INVENTORY } = typed;
  switch (step.kind) {
    case 'command':
      return commandText(step, inventory);
    case 'shell':
      return shellText(step);
    case 'edit-inventory':
      return `$EDITOR ${wordToLog(inventory)}`;
    case 'repeat':
      return repeatText(step, typed);
    case 'wait':
      return `wait until ${step.until}`;
    case 'manual':
      return step.text;
    case 'either':
      return eitherText(step, typed);
  }
}

function repeatText(step: RepeatStep, { again }: Typed): string {
  const { when, with: added, without } = step;
  const line = again?.(step);
  const flags = [...(added ? [`with ${added}`] : []), ...(without ? [`without ${without}`] : [])];
  const words = ['run the same command again', ...flags].join(' ');
  const text = line === undefined ? words : `${words}: ${line}`;
  return when === undefined ? text : `${when}, ${text}`;
}

function eitherText({ steps: [first, ...rest] }: EitherStep, typed: Typed): string {
  if (!first) return '';
  return rest.reduce(
    (text, step) => `${text}, or${isBareCommand(step) ? ':' : ''} ${stepText(step, typed)}`,
    stepText(first, typed),
  );
}

function isBareCommand(step: NextStep): boolean {
  if (step.kind === 'shell' && step.host !== undefined) return false;
  return (step.kind === 'command' || step.kind === 'shell') && step.purpose === undefined;
}

function shellText({ command, host, purpose }: ShellStep): string {
  const where = [purpose, host === undefined ? undefined : `on ${host}`].filter(Boolean).join(', ');
  return where === '' ? command : `${where}: ${command}`;
}

function commandText(
  { command, purpose, host, flags, insteadOfInventory }: CommandStep,
  inventory: string,
): string {
  const words = [insteadOfInventory ?? inventory, ...(host ? [host] : []), ...(flags ?? [])];
  const line = ['quorate', command, ...words.map(wordToLog)].join(' ');
  return [...(purpose === undefined ? [] : [purpose]), line].join(': ');
}

/** For JSON.stringify: writes every `next` and `hint` as a list of steps. */
export function nextAsSteps(key: string, value: unknown): unknown {
  return key === 'next' || key === 'hint' ? stepsOf(value as Next | undefined) : value;
}
