import type { SimulatedHost, World } from '../world/state.ts';

/** A running command. Yields the ms until its next effect and returns its exit code. */
export type ProgramRun = Generator<number, number, void>;

/** Host and output of a command. */
export interface ProgramContext {
  readonly world: World;
  readonly host: SimulatedHost;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly stdin: string;
}

/** Values of the usage's CAPITALS, and `true` for each flag that is set. */
export type UsageArguments = Readonly<Record<string, string>>;

/**
 * Implementation of each usage of a program, such as `dbs remove -a ADDRESS` or `install [-v] [-c FILE]`. CAPITALS stand
 * for an argument, `CAPITALS...` for one or more arguments at the end, which are separated by spaces, and brackets for an
 * optional flag. Other words must match.
 */
type Usages = Readonly<Record<string, (context: ProgramContext, given: UsageArguments) => ProgramRun>>;

/** `questions` change nothing, so that surveys and gates may run them. `actions` may change the host. */
export interface ProgramUsages {
  readonly questions: Usages;
  readonly actions: Usages;
}

/** Finds the usage that matches the arguments. @returns undefined if the simulator does not know the command */
export function findUsage(
  usages: Usages,
  args: readonly string[],
): ((context: ProgramContext) => ProgramRun) | undefined {
  for (const [usage, run] of Object.entries(usages)) {
    const given = match(usage, args);
    if (given) return (context) => run(context, given);
  }
  return undefined;
}

interface Shape {
  readonly flags: ReadonlyMap<string, string | undefined>;
  readonly words: readonly string[];
}

/** Caches parsed usages, because each command is compared with all usages of its program. */
const SHAPES = new Map<string, Shape>();

function shapeOf(usage: string): Shape {
  const known = SHAPES.get(usage);
  if (known) return known;
  const flags = new Map(
    [...usage.matchAll(/\[(\S+?)(?: ([A-Z]+))?\]/g)].map(([, flag = '', value]) => [flag, value] as const),
  );
  const words = usage
    .replace(/\[[^\]]*\]/g, '')
    .trim()
    .split(/\s+/);
  const shape = { flags, words };
  SHAPES.set(usage, shape);
  return shape;
}

function match(usage: string, args: readonly string[]): UsageArguments | undefined {
  const { flags, words } = shapeOf(usage);
  const given: Record<string, string> = {};
  const rest: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    const value = flags.get(word);
    if (!flags.has(word)) rest.push(word);
    else if (value) given[value] = joined(given[value], args[(index += 1)] ?? '');
    else given[word] = 'true';
  }
  const values = matchWords(words, rest);
  return values && { ...given, ...values };
}

/** A flag that is given several times has the values as lines. */
function joined(former: string | undefined, value: string): string {
  return former === undefined ? value : `${former}\n${value}`;
}

/** Values of the CAPITALS among the words. The last ones may stand for several arguments. */
function matchWords(words: readonly string[], args: readonly string[]): UsageArguments | undefined {
  const last = words.length - 1;
  const name = /^([A-Z]+)\.\.\.$/.exec(words[last] ?? '')?.[1];
  if (name !== undefined) {
    const values = args.length > last ? matchWords(words.slice(0, last), args.slice(0, last)) : undefined;
    return values && { ...values, [name]: args.slice(last).join(' ') };
  }
  if (args.length !== words.length) return undefined;
  const given: Record<string, string> = {};
  for (const [index, word] of words.entries()) {
    const arg = args[index] ?? '';
    if (/^[A-Z]+$/.test(word)) given[word] = arg;
    else if (word !== arg) return undefined;
  }
  return given;
}

/** Creates a command that only exits. */
export function* exitsWith(code: number, ms = 10): ProgramRun {
  yield ms;
  return code;
}
