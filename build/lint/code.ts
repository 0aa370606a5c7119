import type { AST, SourceCode } from 'eslint';
import type { BinaryExpression, Comment, Expression, Literal, Node, TemplateLiteral } from 'estree';
import { addLiteral, PassageBuilder } from './passage.ts';
import type { Passage } from './passage.ts';

type Located<T> = T & { readonly range: AST.Range };

/** Comments as passages. Line comments on consecutive lines are one passage. */
export function comments(source: SourceCode): readonly Passage[] {
  return groups(source).map((group) => {
    const builder = new PassageBuilder('comment');
    for (const comment of group) {
      const [start] = comment.range;
      const text = comment.value.replace(/^[ \t]*\*+/gm, (sign) => ' '.repeat(sign.length));
      builder.space(start).add(text, start + 2);
    }
    return builder.build();
  });
}

function groups(source: SourceCode): readonly (readonly Located<Comment>[])[] {
  const groups: Located<Comment>[][] = [];
  for (const comment of source.getAllComments() as Located<Comment>[]) {
    const last = groups.at(-1)?.at(-1);
    if (last && continues(source, last, comment)) groups.at(-1)?.push(comment);
    else groups.push([comment]);
  }
  return groups;
}

function continues(source: SourceCode, before: Located<Comment>, comment: Located<Comment>): boolean {
  return (
    before.type === 'Line' &&
    comment.type === 'Line' &&
    /^[ \t]*\r?\n[ \t]*$/.test(source.text.slice(before.range[1], comment.range[0]))
  );
}

type Text = Literal | TemplateLiteral | BinaryExpression;

/** A string, a template, or a sum of strings, as a passage; undefined for the parts of a sum and for import paths. */
export function literal(source: SourceCode, node: Text): Passage | undefined {
  if (!isText(node) || isPart(node) || isPath(node)) return undefined;
  const builder = new PassageBuilder('string');
  addText(builder, source, node);
  return builder.build();
}

function isText(node: Expression): boolean {
  if (node.type === 'BinaryExpression') {
    return node.operator === '+' && [node.left, node.right].some((side) => isText(side as Expression));
  }
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

/** True for an operand of a sum of strings, which is checked as a whole. */
function isPart(node: Text): boolean {
  const parent = parentOf(node);
  return parent?.type === 'BinaryExpression' && isText(parent);
}

function isPath(node: Text): boolean {
  return /^(Import|Export|TSImport|TSExternalModule)/.test(parentOf(node)?.type ?? '');
}

function parentOf(node: Node): Node | undefined {
  return (node as { parent?: Node }).parent;
}

function addText(builder: PassageBuilder, source: SourceCode, node: Expression): void {
  const [start, end] = (node as Located<Expression>).range;
  if (node.type === 'BinaryExpression' && isText(node)) {
    addText(builder, source, node.left as Expression);
    addText(builder, source, node.right);
  } else if (node.type === 'TemplateLiteral') addTemplate(builder, source, node);
  else if (isText(node)) addLiteral(builder, source.text.slice(start + 1, end - 1), start + 1);
  else builder.value(start);
}

function addTemplate(
  builder: PassageBuilder,
  source: SourceCode,
  { quasis, expressions }: TemplateLiteral,
): void {
  quasis.forEach((quasi, index) => {
    const start = (quasi as Located<typeof quasi>).range[0] + 1;
    addLiteral(builder, source.text.slice(start, start + quasi.value.raw.length), start);
    const expression = expressions[index] as Located<Expression> | undefined;
    if (expression) builder.value(expression.range[0]);
  });
}
