import { EXIT_TEXTS } from '../../../errors/exit-codes.ts';
import { CAUSE_NAMES } from '../../../gates/causes/cause-names.ts';
import { CAUSE_TEXTS } from '../../../gates/causes/cause-texts.ts';
import type { Gate } from '../../../gates/gate.ts';
import { formatDuration } from '../../../model/duration.ts';
import type { FailureCause } from '../../../model/health/gate.ts';
import { GATE_NAMES, PLATFORM_NAMES, type PlatformName } from '../../../model/names.ts';
import { nextText } from '../../../model/next-step.ts';
import { printable } from '../../../model/rendered.ts';
import type { Phase } from '../../../phases/phase.ts';
import { gatesOf } from '../../../registry/gates.ts';
import { phasesOf } from '../../../registry/phases.ts';
import { PLAYBOOK_VOCABULARY } from '../../../registry/vocabulary.ts';
import { wrap } from '../../../report/text.ts';
import { resource } from '../../resource.ts';

/** Something that has a name in messages, and what it means. */
export interface Topic {
  readonly kind: 'gate' | 'phase' | 'step' | 'exit code' | 'cause' | 'term';
  readonly names: readonly string[];
  readonly lines: readonly string[];
}

/** Everything that has a fixed name, from the pages of this package and from the phases and gates themselves. */
export function allTopics(): readonly Topic[] {
  return [...gates(), ...phases(), ...exitCodes(), ...causes(), ...terms()];
}

function gates(): readonly Topic[] {
  return GATE_NAMES.flatMap((name) =>
    onPlatforms('gate', name, (platform) => gateLines(gatesOf({ platform })[name])),
  );
}

function gateLines(gate: Gate | undefined): readonly string[] | undefined {
  if (!gate) return undefined;
  const { timeoutMs, consecutive } = gate.timing;
  return [
    `Ready when: ${gate.ready}`,
    `Waits at most: ${timeoutMs === 0 ? 'does not wait' : formatDuration(timeoutMs)}`,
    `Consecutive successes: ${consecutive}`,
  ];
}

function phases(): readonly Topic[] {
  return PLAYBOOK_VOCABULARY.phases.flatMap((name) =>
    onPlatforms('phase', name, (platform) => phaseLines(phasesOf({ platform })[name])),
  );
}

/** The topic of a name, with its lines on each platform that has it. They are listed by platform if they differ. */
function onPlatforms(
  kind: Topic['kind'],
  name: string,
  linesOn: (platform: PlatformName) => readonly string[] | undefined,
): readonly Topic[] {
  const variants = PLATFORM_NAMES.flatMap((platform) => {
    const lines = linesOn(platform);
    return lines ? [{ platform, lines }] : [];
  });
  const [first] = variants;
  if (!first) return [];
  const isSame = variants.every(({ lines }) => lines.join() === first.lines.join());
  const lines = isSame
    ? first.lines
    : variants.flatMap((one) => [`On ${one.platform}:`, ...one.lines.flatMap(indented)]);
  return [{ kind, names: [name], lines }];
}

/** A line below the name of a platform. Lines with an indentation are printed as they are. */
function indented(line: string): readonly string[] {
  return wrap(line, 76).map((part) => `  ${part}`);
}

function phaseLines(phase: Phase | undefined): readonly string[] | undefined {
  if (!phase) return undefined;
  const { title, needs, follows } = phase;
  return [
    `Purpose: ${title}`,
    ...(needs.length > 0 ? [`Starts only after these gates: ${needs.join(', ')}`] : []),
    ...(follows.length > 0 ? [`Runs after these phases: ${follows.join(', ')}`] : []),
  ];
}

function exitCodes(): readonly Topic[] {
  return Object.entries(EXIT_TEXTS).map(([code, { meaning, action }]) => {
    const next = action === undefined ? [] : [`What to do: ${printable(nextText(action))}`];
    return { kind: 'exit code', names: [code], lines: [`Meaning: ${meaning}`, ...next] };
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
