import { EXIT, UsageError } from '../../../errors/errors.ts';
import { didYouMean } from '../../../errors/suggest.ts';
import { wrap } from '../../../report/text.ts';
import type { ArgumentsOf } from '../argument-types.ts';
import { withJsonProblems } from '../../inspect/json-problems.ts';
import { jsonOutput } from '../../terminal/json-output.ts';
import type { OUTPUT_FLAGS } from '../flags.ts';
import type { EXPLAIN_WORDS } from '../positionals.ts';
import { allTopics } from './topics.ts';
import type { Topic } from './topics.ts';

type Args = ArgumentsOf<typeof OUTPUT_FLAGS, typeof EXPLAIN_WORDS>;

const WIDTH = 80;

/** Explains a name, in each of its meanings. @throws UsageError if no topic has this name */
export const explainTopic = withJsonProblems<Args>(async ({ topic, of, output }, edges, commands) => {
  const name = topic.trim();
  if (of !== undefined && /^\d+$/.test(of))
    return (await import('./explain-event.ts')).explainEvent({ run: topic, seq: of, output }, edges);
  const steps = isStepId(name)
    ? await (await import('./step-topics.ts')).stepTopics({ id: name, inventory: of }, edges, commands)
    : [];
  const found = steps.length > 0 ? steps : topicsNamed(name);
  if (found.length === 0) throw unknownName(name);
  const text = output === 'json' ? jsonOutput({ topics: found }) : found.map(textOf).join('\n\n');
  edges.io.stdout.write(`${text}\n`);
  return EXIT.done;
});

/** True for `phase/host/slug`, as messages print a step. */
function isStepId(name: string): boolean {
  return /^[\w-]+\/[^/]+\/./.test(name);
}

/** The topics with this name. A step of an operator's own playbook is explained by its phase. */
function topicsNamed(name: string): readonly Topic[] {
  const [first = '', ...more] = name.toLowerCase().split('/');
  return allTopics().filter(
    ({ kind, names }) =>
      (more.length === 0 || kind === 'phase') && names.some((one) => one.toLowerCase() === first),
  );
}

function unknownName(name: string): UsageError {
  const names = allTopics().flatMap((one) => one.names);
  const next = 'specify a gate, phase, step, exit code, cause or term, as messages print it';
  return new UsageError([{ what: `nothing is named "${name}"${didYouMean(name, names)}`, next }]);
}

function textOf({ kind, names, lines }: Topic): string {
  const text = lines.flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, WIDTH - 2)));
  return [`${names.join(', ')} (${kind})`, ...text.map((line) => `  ${line}`)].join('\n');
}
