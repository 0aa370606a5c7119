import { relative } from 'node:path';
import type { Rule, SourceCode } from 'eslint';
import type { BinaryExpression, Literal, TemplateLiteral } from 'estree';
import { check } from './check.ts';
import { comments, literal } from './code.ts';
import type { Passage } from './passage.ts';

/** ESLint rule: reports terms and phrases of the glossary in comments, strings and templates. */
export const proseRule: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    docs: { description: 'Plain words in comments and messages' },
    messages: { prose: '{{message}}' },
    schema: [],
  },
  create(context) {
    const file = relative(context.cwd, context.filename);
    const inspect = (passage: Passage | undefined): void => {
      if (passage) report(context, passage, file);
    };
    const inspectLiteral = (node: Literal | TemplateLiteral | BinaryExpression): void => {
      inspect(literal(context.sourceCode, node));
    };
    return {
      Program: () => comments(context.sourceCode).forEach(inspect),
      Literal: inspectLiteral,
      TemplateLiteral: inspectLiteral,
      BinaryExpression: inspectLiteral,
    };
  },
};

function report(context: Rule.RuleContext, passage: Passage, file: string): void {
  for (const { start, end, message } of check(passage, file)) {
    context.report({ loc: range(context.sourceCode, start, end), messageId: 'prose', data: { message } });
  }
}

function range(source: SourceCode, start: number, end: number) {
  return { start: source.getLocFromIndex(start), end: source.getLocFromIndex(end) };
}
