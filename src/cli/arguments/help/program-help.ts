import type { CliCommandSection } from '../command.ts';

export const HELP_WIDTH = 80;

const USAGE = `quorate <command> [inventory]

Deploys and operates a highly available PostgreSQL, RabbitMQ and HAProxy
cluster, with or without Cloudify Manager, and protects its quorum.`;

const ENDING = `Options:
  -h, --help     Show help, also of a command: quorate deploy --help
  -V, --version  Show version number

Exit codes: docs/exit-codes.md, quorate explain 5`;

/** The help of the program. */
export function programHelp(sections: readonly CliCommandSection[]): string {
  return [USAGE, ...sections.map(sectionText), ENDING].join('\n\n');
}

/** Width of the names, with the indentation before and the space after them. */
const NAME_COLUMN = 24;

function sectionText({ title, commands }: CliCommandSection): string {
  const lines = commands.flatMap(({ name, summary }) => {
    const [first = '', ...rest] = wrapped(summary, HELP_WIDTH - NAME_COLUMN);
    return [`  ${name}`.padEnd(NAME_COLUMN) + first, ...rest.map((line) => ' '.repeat(NAME_COLUMN) + line)];
  });
  return [`${title}:`, ...lines].join('\n');
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
