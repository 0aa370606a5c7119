/** Writes docs/troubleshooting.md from the golden cases of failures. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CAUSE_NAMES } from '../src/gates/causes/cause-names.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CASES = `${ROOT}test/unit/gates/causes/golden`;
export const PAGE = `${ROOT}docs/troubleshooting.md`;

const HEAD = `<!-- cspell:disable -->

# Troubleshooting

Quorate prints the probable cause of each failed step and gate, the line that proves it, and the next step. This page
shows real messages of each cause and the problem that Quorate prints for them. It is generated from the golden cases
of the tests: \`npm run troubleshooting\`.`;

interface Example {
  readonly cause: keyof typeof CAUSE_NAMES;
  readonly text: string;
}

/** Returns the page: the causes in their order, each with its cases by name. */
export function troubleshootingPage(): string {
  const examples = readdirSync(CASES).sort().map(exampleOf);
  const sections = Object.entries(CAUSE_NAMES).flatMap(([cause, name]) => {
    const own = examples.filter((example) => example.cause === cause);
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    return own.length === 0 ? [] : [[`## ${title}`, ...own.map(({ text }) => text)].join('\n\n')];
  });
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

function exampleOf(name: string): Example {
  const read = (file: string) => readFileSync(`${CASES}/${name}/${file}`, 'utf8');
  const { cause, source } = JSON.parse(read('case.json')) as { cause: Example['cause']; source: string };
  const link = source.replace(/https:\/\/\S+/, (url) => `<${url}>`);
  return { cause, text: `Source: ${link}\n\n\`\`\`text\n${read('problem.txt')}\`\`\`` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, troubleshootingPage());
