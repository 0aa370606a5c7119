import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EXIT_TEXTS } from '../../src/errors/exit-codes.ts';
import { CAUSE_NAMES } from '../../src/gates/causes/cause-names.ts';
import { CAUSE_TEXTS } from '../../src/gates/causes/cause-texts.ts';
import { formatDuration } from '../../src/model/duration.ts';
import type { FailureCause } from '../../src/model/health/gate.ts';
import { GATE_NAMES, PLATFORM_NAMES } from '../../src/model/names.ts';
import { nextText } from '../../src/model/next-step.ts';
import { printable } from '../../src/model/rendered.ts';
import { ORDERS, PHASE_KEYS, TOP_KEYS } from '../../src/playbook/parse.ts';
import { SELECTORS } from '../../src/playbook/select.ts';
import { gatesOf } from '../../src/registry/gates.ts';
import { phasesOf } from '../../src/registry/phases.ts';
import { PLAYBOOK_VOCABULARY } from '../../src/registry/vocabulary.ts';
import { code, plain, table, type Page } from './markdown.ts';

const PLAYBOOKS = join(import.meta.dirname, '../../playbooks');

export const exitCodesPage: Page = {
  name: 'exit-codes',
  title: 'Exit codes',
  intro:
    'Exit codes are never renumbered. [Exit codes](../exit-codes.md) explains which one applies if several failures occur, ' +
    'and [commands](commands.md) lists those of each command.',
  body: [
    table(
      ['code', 'meaning', 'what to do'],
      Object.entries(EXIT_TEXTS).map(([exit, { meaning, action }]) => [
        exit,
        plain(meaning),
        action === undefined ? '' : plain(printable(nextText(action))),
      ]),
    ),
  ],
};

export const causesPage: Page = {
  name: 'causes',
  title: 'Causes',
  intro:
    'The causes of failed steps, gates and connections, as messages and JSON name them. [Troubleshooting](../troubleshooting.md) ' +
    'shows messages of each cause; `quorate explain CAUSE` prints its text.',
  body: [
    table(
      ['in JSON', 'in messages', 'meaning', 'how the program knows', 'what to do'],
      (Object.keys(CAUSE_NAMES) as readonly FailureCause[]).map((cause) => {
        const { means, seen, action } = CAUSE_TEXTS[cause];
        const texts = [means, seen, printable(nextText(action))].map(plain);
        return [code(cause), CAUSE_NAMES[cause], ...texts];
      }),
    ),
  ],
};

/** Platforms that have something: both, or one. */
function platformsText(has: (platform: (typeof PLATFORM_NAMES)[number]) => boolean): string {
  const names = PLATFORM_NAMES.filter(has);
  return names.length === PLATFORM_NAMES.length ? 'both' : names.join(', ');
}

export const gatesPage: Page = {
  name: 'gates',
  title: 'Gates',
  intro:
    'All gates with their conditions and time limits. [Gates](../gates.md) explains how a run uses them. A gate that does ' +
    'not wait is queried once.',
  body: [
    table(
      ['gate', 'platform', 'ready when', 'waits at most', 'consecutive successes'],
      GATE_NAMES.flatMap((name) => {
        const variants = PLATFORM_NAMES.map((platform) => gatesOf({ platform })[name]);
        const texts = [...new Set(variants.flatMap((gate) => gate?.ready ?? []))];
        return texts.map((ready) => {
          const timing = variants.find((gate) => gate?.ready === ready)?.timing;
          const limit = timing?.timeoutMs === 0 ? 'does not wait' : formatDuration(timing?.timeoutMs ?? 0);
          const on = platformsText((platform) => gatesOf({ platform })[name]?.ready === ready);
          return [code(name), on, plain(ready), limit, String(timing?.consecutive)];
        });
      }),
    ),
  ],
};

interface Built {
  readonly title: string;
  readonly phases: readonly { readonly id: string }[];
}

const builtIn = readdirSync(PLAYBOOKS)
  .sort()
  .map((file) => ({
    name: file.replace('.yaml', ''),
    playbook: parse(readFileSync(join(PLAYBOOKS, file), 'utf8')) as Built,
  }));

const meanings = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([name, text]) => [code(name), plain(text)]);

export const playbooksPage: Page = {
  name: 'playbooks',
  title: 'Playbook words',
  intro:
    'All words of a playbook, and the built-in playbooks. [Playbooks](../playbooks.md) explains how to write one.',
  body: [
    '## Keys',
    table(['key', 'meaning'], meanings(TOP_KEYS)),
    '## Keys of a phase',
    table(['key', 'meaning'], meanings(PHASE_KEYS)),
    '## Values of on',
    table(['value', 'hosts'], meanings(SELECTORS)),
    '## Values of order',
    table(['value', 'meaning'], meanings(ORDERS)),
    '## Phases',
    table(
      ['phase', 'platform', 'purpose', 'needs these gates before', 'runs after'],
      PLAYBOOK_VOCABULARY.phases.map((name) => {
        const found = PLATFORM_NAMES.flatMap((platform) => phasesOf({ platform })[name] ?? []);
        const needs = [...new Set(found.flatMap(({ needs: gates }) => gates))];
        const follows = [...new Set(found.flatMap(({ follows: phases }) => phases))];
        const on = platformsText((platform) => phasesOf({ platform })[name] !== undefined);
        return [code(name), on, found[0]?.title, needs.map(code).join(', '), follows.map(code).join(', ')];
      }),
    ),
    '## Built-in playbooks',
    table(
      ['playbook', 'title', 'phases'],
      builtIn.map(({ name, playbook }) => [
        code(name),
        playbook.title,
        playbook.phases.map(({ id }) => code(id)).join(', '),
      ]),
    ),
  ],
};
