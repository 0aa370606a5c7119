import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A call in `src` that creates a next step, or a text in the place of one. */
export interface Producer {
  /** `src/gates/advice.ts:12` */
  readonly at: string;
  readonly kind: 'commandStep' | 'shellOn' | 'shellHere' | 'runAgain' | 'text';
  /** The arguments of the call; of a text, the text itself. */
  readonly arguments: readonly ts.Expression[];
}

const CALLS = ['commandStep', 'shellOn', 'shellHere', 'runAgain'] as const;
/** Functions that take next steps. Their other arguments are texts. */
const TAKE_STEPS = ['inOrder', 'manual', 'thenVerify', 'thenCheck', 'again', 'either'];
/** Keys whose values are next steps. */
const KEYS = ['next', 'hint', 'ifMissing', 'missing', 'foreign', 'otherwise'];

const IGNORED = /^src\/(model\/next-step\.ts|simulate\/|inventory\/schema\/validate)/;

function sourceFiles(): readonly ts.SourceFile[] {
  return readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !IGNORED.test(`src/${name}`))
    .sort()
    .map((name) =>
      ts.createSourceFile(
        `src/${name}`,
        readFileSync(`${ROOT}src/${name}`, 'utf8'),
        ts.ScriptTarget.Latest,
        true,
      ),
    );
}

export const FILES = sourceFiles();

/** Every producer of a next step in `src`. */
export const PRODUCERS: readonly Producer[] = FILES.flatMap((file) => producersIn(file));

export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

function producersIn(file: ts.SourceFile): readonly Producer[] {
  const found: Producer[] = [];
  const visit = (node: ts.Node): void => {
    found.push(...producersOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function producersOf(node: ts.Node): readonly Producer[] {
  if (ts.isCallExpression(node)) {
    const name = node.expression.getText();
    const kind = CALLS.find((call) => call === name);
    if (kind) return [{ at: placeOf(node), kind, arguments: node.arguments }];
    return TAKE_STEPS.includes(name) ? node.arguments.flatMap(textsIn) : [];
  }
  if (ts.isPropertyAssignment(node) && KEYS.includes(node.name.getText())) return textsIn(node.initializer);
  return [];
}

/** The texts that a value may be, also if a function returns them. */
function textsIn(node: ts.Expression): readonly Producer[] {
  return outcomes(node).flatMap((one) =>
    isText(one) ? [{ at: placeOf(one), kind: 'text' as const, arguments: [one] }] : [],
  );
}

/** The values that an expression may have: both of a condition, and the result of a function. */
export function outcomes(node: ts.Expression): readonly ts.Expression[] {
  if (ts.isParenthesizedExpression(node)) return outcomes(node.expression);
  if (ts.isConditionalExpression(node)) return [...outcomes(node.whenTrue), ...outcomes(node.whenFalse)];
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return outcomes(node.body);
  if (ts.isBinaryExpression(node) && /^(\?\?|\|\|)$/.test(node.operatorToken.getText()))
    return [...outcomes(node.left), ...outcomes(node.right)];
  return [node];
}

export function isText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}
