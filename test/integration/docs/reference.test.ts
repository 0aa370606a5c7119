import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { NAMED_COMMANDS } from '../../../build/reference/commands.ts';
import { INVENTORY_KEYS } from '../../../build/reference/inventory-keys.ts';
import { jsonTypes, PRINTED_BY, type JsonTypes } from '../../../build/reference/json-types.ts';
import { referenceFiles } from '../../../build/reference/reference.ts';
import { EXIT } from '../../../src/errors/errors.ts';
import { CAUSE_NAMES } from '../../../src/gates/causes/cause-names.ts';
import { GATE_NAMES } from '../../../src/model/names.ts';
import { nextAsSteps } from '../../../src/model/next-step.ts';
import { EVENT_KINDS } from '../../../src/model/stored-formats.ts';
import { PLAYBOOK_VOCABULARY } from '../../../src/registry/vocabulary.ts';
import { badRun, idleRun } from '../../unit/report/other-streams.ts';
import { goodRun } from '../../unit/report/stream.ts';

const DIRECTORY = 'docs/reference';

function page(name: string): string {
  return readFileSync(`${DIRECTORY}/${name}.md`, 'utf8');
}

/** The code at the start of each row of the tables of a page, or of a part of it. */
function rowsOf(text: string): readonly string[] {
  return [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, first = '']) => first);
}

function headings(text: string, marks: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^${marks} (.+)$`, 'gm'))].map(([, title = '']) => title);
}

const sorted = (names: readonly string[]) => [...new Set(names)].sort();

describe('the committed reference', () => {
  let types: JsonTypes;
  beforeAll(() => {
    types = jsonTypes();
  }, 300_000);

  test('is what `npm run reference` writes', () => {
    const files = referenceFiles(types);
    for (const [path, text] of Object.entries(files))
      expect([path, readFileSync(path, 'utf8')]).toEqual([path, text]);
    const pages = readdirSync(DIRECTORY).map((name) => `${DIRECTORY}/${name}`);
    expect(sorted(pages)).toEqual(sorted(Object.keys(files).filter((path) => path.startsWith(DIRECTORY))));
  });

  test('has every kind of event, and real events match its schema', () => {
    expect(sorted(Object.keys(types.events))).toEqual(sorted(EVENT_KINDS));
    const schema = JSON.parse(readFileSync('schema/events.schema.json', 'utf8')) as object;
    const isValid = new Ajv({ allowUnionTypes: true, strict: false }).compile(schema);
    const events = [...goodRun, ...badRun, ...idleRun];
    expect(events.length).toBeGreaterThan(10);
    for (const event of events) {
      const stored = JSON.parse(JSON.stringify(event, nextAsSteps)) as object;
      expect([stored, isValid(stored)]).toEqual([stored, true]);
    }
    expect(isValid({ ...goodRun[0], kind: 'run.unknown' })).toBe(false);
  });
});

describe('the reference documents as many things as the program has', () => {
  test('commands, each with its flags', () => {
    const paths = NAMED_COMMANDS.map(({ path }) => path);
    const text = page('commands');
    expect(headings(text, '###')).toEqual(paths);
    const parts = text.split(/^### /m).slice(1);
    NAMED_COMMANDS.forEach(({ command }, index) => {
      const flags = rowsOf(parts[index] ?? '').filter((row) => row.startsWith('--'));
      const names = flags.map((row) => row.replace(/^--| .*$/g, ''));
      expect(names).toEqual(Object.keys(command.flags));
    });
  });

  test('keys of the inventory, each with a meaning', () => {
    expect(rowsOf(page('inventory-keys'))).toEqual(INVENTORY_KEYS.map(({ path }) => path));
    const unexplained = INVENTORY_KEYS.filter(({ schema }) => !schema.description);
    expect(unexplained.map(({ path }) => path)).toEqual([]);
  });

  test('events', () => {
    const kinds = headings(page('events'), '##').filter((title) => /^[a-z]/.test(title));
    expect(kinds).toEqual([...EVENT_KINDS]);
  });

  test('gates', () => {
    expect(sorted(rowsOf(page('gates')))).toEqual(sorted(GATE_NAMES));
  });

  test('phases and gates that a playbook may use', () => {
    const [, phases = ''] = /^## Phases\n([^]*?)^## /m.exec(page('playbooks')) ?? [];
    expect(rowsOf(phases)).toEqual(PLAYBOOK_VOCABULARY.phases);
  });

  test('exit codes', () => {
    const codes = [...page('exit-codes').matchAll(/^\| (\d+) \|/gm)].map(([, exit]) => Number(exit));
    expect(codes.sort()).toEqual(Object.values(EXIT).sort());
  });

  test('causes', () => {
    expect(rowsOf(page('causes'))).toEqual(Object.keys(CAUSE_NAMES));
  });

  test('JSON of every command that has --output and is not a run', () => {
    const runs = [
      'deploy',
      'rehearse',
      'verify',
      'switchover',
      'reinit-database',
      'restart',
      'reconfigure',
      'replace-host',
    ];
    const answering = NAMED_COMMANDS.filter(
      ({ path, command }) =>
        'output' in command.flags && !runs.includes(path) && !/^(add|remove)-/.test(path),
    );
    expect(sorted(Object.keys(PRINTED_BY))).toEqual(
      sorted([...answering.map(({ path }) => path), 'status --watch', 'explain RUN SEQ']),
    );
    // The script of a shell is no data.
    const others = NAMED_COMMANDS.filter(({ command }) => !('output' in command.flags));
    expect(others.map(({ path }) => path)).toEqual(['completion']);
    const titles = headings(page('json'), '##').filter((title) => /^[a-z]/.test(title));
    expect(sorted(titles)).toEqual(sorted(Object.keys(PRINTED_BY)));
  });
});
