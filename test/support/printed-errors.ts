import type { CliCommands } from '../../src/cli/arguments/command.ts';
import { readCommandLine } from '../../src/cli/arguments/read.ts';

const NEXT = '  next: ';
/** Spaces before the further lines of a next step. */
const HANGING = ' '.repeat(NEXT.length);
const COLORS = /\u001b\[\d*m/g;

/** The next step of a printed problem, in one line, and whether a step or a gate failed. */
interface PrintedStep {
  readonly text: string;
  readonly isOfStepOrGate: boolean;
}

/** Returns what is wrong with the next steps of the printed problems: commands that do not parse, and missing ones. */
export function wrongNextSteps(printed: string, commands: CliCommands): readonly string[] {
  return printedSteps(printed).flatMap(({ text, isOfStepOrGate }) => {
    const wrong = commandsOf(text).filter((words) => {
      const { kind } = readCommandLine(words, commands, 'inventory.yaml');
      return kind !== 'command' && kind !== 'help';
    });
    const lacks = isOfStepOrGate && !/(^|[ :])(quorate [a-z]|on \S+: )/.test(text);
    return [
      ...wrong.map((words) => `does not parse: quorate ${words.join(' ')}`),
      ...(lacks ? [`no command: ${text}`] : []),
    ];
  });
}

/** Returns the next steps of the printed problems. */
export function printedSteps(printed: string): readonly PrintedStep[] {
  const lines = printed.replace(COLORS, '').split('\n');
  return lines.flatMap((line, index) => {
    if (!line.startsWith(NEXT)) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((one) => !one.startsWith(HANGING));
    const text = [line, ...rest.slice(0, end === -1 ? rest.length : end)].map((one) => one.trim()).join(' ');
    const before = lines.slice(0, index);
    const head = before.slice(before.lastIndexOf('') + 1).join(' ');
    const isOfStepOrGate = /: (gate [\w-]+\s+did\s+not\s+pass|\S.* failed: )/.test(head);
    return [{ text: text.slice(NEXT.trim().length + 1), isOfStepOrGate }];
  });
}

/** The words of each command of the program in a text. */
export function commandsOf(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/(?:^|[:;,(] |or )quorate ([a-z].*?)(?=;|, (?:then|or)\b|,? or: |$)/g)].map(
    ([, line = '']) =>
      [...line.trim().matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  );
}
