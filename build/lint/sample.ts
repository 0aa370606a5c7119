/**
 * Draws comments, messages and sentences of the docs at random, to check whether a reader understands them without the
 * code: `tsx build/lint/sample.ts SEED [COUNT]`. The same seed draws the same lines from the same tree. Each is printed
 * with what its reader sees next to it: a comment with the name that it describes, a problem with its cause and next
 * step, a sentence with its heading. Shell scripts and rendered files are left out.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { commentsIn } from './comments-in.ts';

interface Drawn {
  readonly where: string;
  readonly text: string;
}

const [seed = '1', count = '100'] = process.argv.slice(2);
const files = execFileSync('git', ['ls-files', 'src/*.ts', 'docs/*.md', '*.md'], { encoding: 'utf8' })
  .trim()
  .split('\n');
const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
const pages = files.filter((file) => file.endsWith('.md') && !/soak-results|CHANGELOG/.test(file));

/** Sources whose strings are shell text, queries or rendered files, which no operator reads as messages. */
const GENERATES_FILES =
  /transport\/ssh\/(?:scripts|worker)\/|platforms\/\w+\/(?:config|commands)\/|components\/\w+\/config|reporters\/html|src\/simulate\//;

const draw = randomDraw(Number(seed));
print('comments', sources.flatMap(commentsOf));
print('messages', sources.filter((file) => !GENERATES_FILES.test(file)).flatMap(messagesOf));
print('sentences', [...new Set(pages)].flatMap(sentencesOf));

function print(kind: string, all: readonly Drawn[]): void {
  console.log(`\n# ${kind} (${all.length} in all)\n`);
  draw(all, Number(count)).forEach(({ where, text }, i) => console.log(`${i + 1}. ${where}: ${text}`));
}

function commentsOf(file: string): readonly Drawn[] {
  const text = readFileSync(file, 'utf8');
  return commentsIn(text).map(({ position, words }) => ({ where: at(file, text, position), text: words }));
}

/** String and template literals with at least four words, and problems as a whole. */
function messagesOf(file: string): readonly Drawn[] {
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const drawn: Drawn[] = [];
  const visit = (node: ts.Node): void => {
    const words = ts.isObjectLiteralExpression(node) ? problemText(node) : literalText(node);
    if (wordCount(words) > 3) drawn.push({ where: at(file, text, node.getStart()), text: words });
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return drawn;
}

/** A problem's `what`, `why` and `next`; empty for any other object. */
function problemText(node: ts.ObjectLiteralExpression): string {
  const parts = node.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && /^(?:what|why|next)$/.test(property.name.getText())
      ? [`${property.name.getText()}: ${property.initializer.getText().replace(/\s+/g, ' ')}`]
      : [],
  );
  return parts.some((part) => part.startsWith('what:')) ? parts.join(' / ') : '';
}

/** Words of the text itself; the expressions in it do not count. */
function wordCount(text: string): number {
  return text
    .replace(/\$\{[^{}]*\}/g, '')
    .split(/\s+/)
    .filter((word) => /^\W*[a-z]{2,}\W*$/i.test(word)).length;
}

function literalText(node: ts.Node): string {
  const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
  return isText ? node.getText().slice(1, -1) : '';
}

/** Sentences of paragraphs, list items and table cells; code blocks are left out. */
function sentencesOf(file: string): readonly Drawn[] {
  const prose = readFileSync(file, 'utf8').replace(/^```[^]*?^```/gm, '');
  const blocks = prose.split(/\n\s*\n|\n(?=[-|#]|\d+\. )/);
  let heading = '';
  return blocks.flatMap((block) => {
    if (block.startsWith('#')) heading = block.replace(/^#+ /, '');
    return sentencesOfBlock(block).map((text) => ({ where: `${file} "${heading}"`, text }));
  });
}

/** A row of a table stays whole, because its cells explain each other. */
function sentencesOfBlock(block: string): readonly string[] {
  const line = block.replace(/\s+/g, ' ');
  const parts = line.startsWith('|') ? [line] : line.split(/(?<=[.:!]) (?=[A-Z`])/);
  return parts
    .map((text) => text.replace(/^[|\-#\s]+|[|\s]+$/g, ''))
    .filter((text) => text.split(' ').length > 4);
}

function at(file: string, text: string, position: number): string {
  return `${file}:${text.slice(0, position).split('\n').length}`;
}

/** Mulberry32: a small seeded generator, which is enough to draw a sample. */
function randomDraw(start: number): (all: readonly Drawn[], many: number) => readonly Drawn[] {
  let state = start >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return (all, many) => {
    const rest = [...all];
    return Array.from({ length: Math.min(many, rest.length) }, () =>
      rest.splice(Math.floor(next() * rest.length), 1),
    ).flat();
  };
}
