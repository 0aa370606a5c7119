import type { TxtNode } from '@textlint/ast-node-types';
import type { TextlintRuleModule } from '@textlint/types';
import { createCheck } from './check.ts';
import { GLOSSARY } from './glossary.ts';
import { PassageBuilder } from './passage.ts';
import type { Passage } from './passage.ts';

const check = createCheck(GLOSSARY, { terms: false });

/** textlint rule: reports phrases of the glossary. Terms are left to textlint-rule-terminology. */
export const phrases: TextlintRuleModule<{ readonly file?: string }> = (context, { file = '' } = {}) => {
  const { Syntax, RuleError, report, locator } = context;
  const inspect = (node: TxtNode): void => {
    for (const { start, end, message } of check(passage(node), file)) {
      report(node, new RuleError(message, { padding: locator.range([start, end]) }));
    }
  };
  return { [Syntax.Paragraph]: inspect, [Syntax.Header]: inspect, [Syntax.TableCell]: inspect };
};

/** The text of a block, in which code stands for its value. */
function passage(block: TxtNode): Passage {
  const builder = new PassageBuilder('document');
  const [origin] = block.range;
  const add = (node: TxtNode): void => {
    const start = node.range[0] - origin;
    if (node.type === 'Str') builder.add(node.raw, start);
    else if (node.type === 'Code') builder.value(start);
    else if ('children' in node) (node.children as TxtNode[]).forEach(add);
  };
  add(block);
  return builder.build();
}
