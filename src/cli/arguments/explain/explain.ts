import { EXIT, UsageError } from '../../../errors/errors.ts';
import { didYouMean } from '../../../errors/suggest.ts';
import { wrap } from '../../../report/text.ts';
import type { ArgumentsOf } from '../argument-types.ts';
import type { CommandHandler } from '../command.ts';
import { allTopics } from './topics.ts';
import type { Topic } from './topics.ts';

type Args = ArgumentsOf<
  Record<never, never>,
  {
    readonly topic: { readonly describe: string };
    readonly seq: { readonly describe: string; readonly optional: true };
  }
>;

const WIDTH = 80;

/** Explains a name, in each of its meanings. @throws UsageError if no topic has this name */
export const explainTopic: CommandHandler<Args> = async ({ topic, seq }, edges) => {
  if (seq !== undefined) return (await import('./explain-event.ts')).explainEvent(topic, seq, edges);
  const topics = allTopics();
  const found = topicsNamed(topic, topics);
  if (found.length === 0) {
    const names = topics.flatMap((one) => one.names);
    const next = 'specify a gate, phase, step, exit code, cause or term, as messages print it';
    throw new UsageError([{ what: `nothing is named "${topic}"${didYouMean(topic, names)}`, next }]);
  }
  edges.io.stdout.write(`${found.map(textOf).join('\n\n')}\n`);
  return EXIT.done;
};

/** The topics with this name. A step, `phase/host/slug`, is explained by its phase. */
function topicsNamed(name: string, topics: readonly Topic[]): readonly Topic[] {
  const [first = '', ...more] = name.trim().toLowerCase().split('/');
  return topics.filter(
    ({ kind, names }) =>
      (more.length === 0 || kind === 'phase') && names.some((one) => one.toLowerCase() === first),
  );
}

function textOf({ kind, names, lines }: Topic): string {
  const text = lines.flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, WIDTH - 2)));
  return [`${names.join(', ')} (${kind})`, ...text.map((line) => `  ${line}`)].join('\n');
}
