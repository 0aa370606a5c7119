import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { QuorateError } from '../../../src/errors/errors.ts';
import { loadPlaybook } from '../../../src/playbook/load.ts';
import { parsePlaybook } from '../../../src/playbook/parse.ts';

const vocabulary = { phases: ['stage', 'brokers'], gates: ['broker-cluster'] };
const parse = (text: string) => parsePlaybook(text, { file: 'my/own.yaml', vocabulary });

function problemsOf(text: string): readonly string[] {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof QuorateError) return error.problems.map((p) => `${p.where}: ${p.what}`);
    throw error;
  }
  return [];
}

test('a playbook in UTF-16 is refused with the command that converts it', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'quorate-playbook-')), 'own.yaml');
  writeFileSync(path, Buffer.from('\uFEFFphases: []\n', 'utf16le'));
  const error: unknown = await loadPlaybook(path, vocabulary).catch((thrown: unknown) => thrown);
  expect((error as QuorateError).problems).toMatchObject([
    {
      where: path,
      what: 'the playbook is not UTF-8 text',
      next: { kind: 'shell', command: expect.stringContaining('iconv -f UTF-16') },
    },
  ]);
});

describe('a playbook', () => {
  test('has defaults: parallel, no gates, after the previous phase, the id as name of the phase', () => {
    expect(
      parse('phases:\n  - {id: stage, on: all}\n  - {id: first, phase: brokers, on: "broker[first]"}\n'),
    ).toEqual({
      name: 'own',
      title: 'own',
      parameters: [],
      phases: [
        { id: 'stage', phase: 'stage', on: [{ kind: 'all' }], order: 'parallel', gates: [], after: [] },
        {
          id: 'first',
          phase: 'brokers',
          on: [{ kind: 'role', role: 'broker', which: 'first' }],
          order: 'parallel',
          gates: [],
          after: ['stage'],
        },
      ],
    });
  });

  test('may list several selectors, gates and preceding phases', () => {
    const text =
      'title: T\nparameters: [name]\nphases:\n  - {id: stage, on: all}\n' +
      '  - {id: b, phase: brokers, on: [target, broker], order: leader-last, gates: [broker-cluster], after: []}\n';
    const { title, parameters, phases } = parse(text);
    expect({ title, parameters }).toEqual({ title: 'T', parameters: ['name'] });
    expect(phases[1]).toMatchObject({ order: 'leader-last', gates: ['broker-cluster'], after: [] });
    expect(phases[1]?.on.map((selector) => selector.kind)).toEqual(['target', 'role']);
  });

  test.each([
    ['no content', '', ['my/own.yaml:1:1: a playbook must be a map with `title` and `phases`']],
    ['no phases', 'title: x\n', ['my/own.yaml:1:1: `phases` must be a list of phases']],
    [
      'a phase that is a word',
      'phases: [stage]\n',
      ['my/own.yaml:1:10: a phase must be a map with `id` and `on`'],
    ],
    ['a phase without an id', 'phases:\n  - {on: all}\n', ['my/own.yaml:2:5: a phase needs an `id`']],
    [
      'an unknown selector',
      'phases:\n  - {id: stage, on: brokrs}\n',
      ['my/own.yaml:2:21: `brokrs` selects no hosts'],
    ],
    [
      'no selector',
      'phases:\n  - {id: stage}\n',
      ['my/own.yaml:2:5: a phase needs `on`, the hosts that it runs on'],
    ],
    [
      'all its problems at once',
      'when: x\nphases:\n  - {id: stage, on: all, order: random, gates: [gatee], after: [later]}\n  - {id: stage, on: all, phase: nope}\n',
      [
        'my/own.yaml:1:1: unknown key `when`',
        'my/own.yaml:3:33: unknown order `random`',
        'my/own.yaml:3:49: unknown gate `gatee`',
        'my/own.yaml:3:65: `after: later`: no earlier phase has this id',
        'my/own.yaml:4:10: duplicate phase `stage`',
        'my/own.yaml:4:33: unknown phase `nope`',
      ],
    ],
    [
      'a list of lists',
      'phases:\n  - {id: stage, on: [[all]]}\n',
      [
        'my/own.yaml:2:22: `on` must be a word or a list of words',
        'my/own.yaml:2:5: a phase needs `on`, the hosts that it runs on',
      ],
    ],
  ])('is refused with %s', (_, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  test('that is not YAML is refused with its line', () => {
    expect(problemsOf('phases:\n  - {id: [\n')[0]).toMatch(/^my\/own\.yaml:\d+: /);
  });
});
