import { CAUSE_NAMES } from '../../../gates/causes/cause-names.ts';
import { CAUSE_TEXTS } from '../../../gates/causes/cause-texts.ts';
import type { FailureCause } from '../../../model/health/gate.ts';
import { PLATFORM_NAMES } from '../../../model/names.ts';
import { nextText } from '../../../model/next-step.ts';
import { printable } from '../../../model/rendered.ts';
import type { Phase } from '../../../phases/phase.ts';
import { phasesOf } from '../../../registry/phases.ts';
import { PLAYBOOK_VOCABULARY } from '../../../registry/vocabulary.ts';
import { resource } from '../../resource.ts';

/** Something that has a name in messages, and what it means. */
export interface Topic {
  readonly kind: 'gate' | 'phase' | 'exit code' | 'cause' | 'term';
  readonly names: readonly string[];
  readonly lines: readonly string[];
}

/** Everything that can be explained: from the pages of this package, and from the phases themselves. */
export function allTopics(): readonly Topic[] {
  return [...gates(), ...phases(), ...exitCodes(), ...causes(), ...terms()];
}

function gates(): readonly Topic[] {
  const waiting = rowsOf('gates.md').flatMap(
    ([name, ready = '', waits = '', times = '']): readonly Topic[] =>
      name?.startsWith('`') && times !== ''
        ? [
            {
              kind: 'gate',
              names: [plain(name)],
              lines: [
                `Ready when: ${plain(ready)}`,
                `Waits at most: ${waits}`,
                `Consecutive successes: ${times}`,
              ],
            },
          ]
        : [],
  );
  // Gates that never wait are explained in a sentence each.
  const [paragraph = ''] = /^Two more gates[^]*?\n\n/m.exec(page('gates.md')) ?? [];
  const sentences = paragraph.replace(/\s+/g, ' ').split(/(?<=[.]) /);
  const others = sentences.flatMap((sentence): readonly Topic[] => {
    const [, name] = /^`([a-z-]+)` checks/.exec(sentence) ?? [];
    return name === undefined ? [] : [{ kind: 'gate', names: [name], lines: [plain(sentence)] }];
  });
  return [...waiting, ...others];
}

function phases(): readonly Topic[] {
  return PLAYBOOK_VOCABULARY.phases.map((name) => {
    const variants = PLATFORM_NAMES.flatMap((platform) => {
      const phase = phasesOf({ platform })[name];
      return phase ? [{ platform, lines: phaseLines(phase) }] : [];
    });
    const [first] = variants;
    const same = variants.every(({ lines }) => lines.join() === first?.lines.join());
    const lines = same
      ? (first?.lines ?? [])
      : variants.flatMap((one) => [`On ${one.platform}:`, ...one.lines.map((line) => `  ${line}`)]);
    return { kind: 'phase', names: [name], lines };
  });
}

function phaseLines({ title, needs, follows }: Phase): readonly string[] {
  return [
    `Purpose: ${title}`,
    ...(needs.length > 0 ? [`Starts only after these gates: ${needs.join(', ')}`] : []),
    ...(follows.length > 0 ? [`Runs after these phases: ${follows.join(', ')}`] : []),
  ];
}

function exitCodes(): readonly Topic[] {
  return rowsOf('exit-codes.md').flatMap(([code = '', meaning = '', action = '']): readonly Topic[] => {
    if (!/^\d+$/.test(code)) return [];
    const next = action === '' ? [] : [`What to do: ${plain(action)}`];
    return [{ kind: 'exit code', names: [code], lines: [`Meaning: ${plain(meaning)}`, ...next] }];
  });
}

/** The causes, each with the problems that docs/troubleshooting.md shows. */
function causes(): readonly Topic[] {
  const sections = page('troubleshooting.md').split(/^## /m).slice(1);
  return (Object.keys(CAUSE_NAMES) as FailureCause[]).map((id) => {
    const name = CAUSE_NAMES[id];
    const { means, seen, action } = CAUSE_TEXTS[id];
    const section = sections.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}\n`)) ?? '';
    const [, example] = /```text\n([^]*?)```/.exec(section) ?? [];
    const lines = example === undefined ? [] : ['Example:', ...example.trimEnd().split('\n')];
    return {
      kind: 'cause',
      names: [...new Set([id, name])],
      lines: [
        `A cause of failed steps and gates: ${name}`,
        `Meaning: ${means}`,
        `How the program knows: ${seen}`,
        `What to do: ${printable(nextText(action))}`,
        ...lines,
      ],
    };
  });
}

function terms(): readonly Topic[] {
  const entries = page('glossary.md').matchAll(/^- \*\*(.+?)\*\*(.*?): ([^]*?)(?=\n- |\n\n|\n*$)/gm);
  return [...entries].map(([, name = '', , meaning = '']) => ({
    kind: 'term',
    names: plain(name).split(', '),
    lines: [plain(meaning)],
  }));
}

/** The cells of all tables of a page. */
function rowsOf(name: string): readonly (readonly string[])[] {
  const lines = page(name).split('\n');
  return lines
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

function page(name: string): string {
  return resource(`docs/${name}`);
}

/** Text without the marks of Markdown. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ');
}
