import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { fakeEdges } from './edges.ts';

jest.setTimeout(180_000);

interface Answer {
  readonly [key: string]: unknown;
  readonly written?: readonly { readonly file: string }[];
  readonly wouldWrite?: readonly { readonly file: string }[];
}

const HOSTS = ['--native', '--machines=10.0.0.11,10.0.0.12,10.0.0.13'];

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'quorate-json-'));
  writeFileSync(join(home, 'editor'), '#!/bin/sh\necho "# edited" >>"$1"\n', { mode: 0o755 });
});
afterAll(() => rmSync(home, { recursive: true }));

/** Runs a command with `--output json`. Its answer has the schema of the command, which forbids unknown keys here. */
async function answerOf(command: string, ...words: readonly string[]): Promise<Answer> {
  const env = { USER: 'operator', HOME: home, EDITOR: join(home, 'editor'), PATH: process.env['PATH'] ?? '' };
  const fake = fakeEdges({ env, clock: systemClock });
  const code = await main([...words, '--output', 'json'], fake.edges);
  expect([code, fake.stderr().replace(/^note: .*\n/, '')]).toEqual([0, '']);
  const answer = JSON.parse(fake.stdout()) as Answer;
  const { anyOf, definitions } = JSON.parse(readFileSync('schema/output.schema.json', 'utf8')) as {
    anyOf: readonly { readonly title: string }[];
    definitions: object;
  };
  const schema = anyOf.find(({ title }) => title === command);
  const isValid = new Ajv({ allowUnionTypes: true, strict: false }).compile({
    ...schema,
    definitions,
    additionalProperties: false,
  });
  isValid(answer);
  expect([command, isValid.errors]).toEqual([command, null]);
  return answer;
}

const names = (files: Answer['written']) => files?.map(({ file }) => file.replace(`${home}/`, ''));

describe('--output json of a command that writes files lists them', () => {
  test('init, with --dry-run before', async () => {
    const directory = join(home, 'prod');
    const dry = await answerOf('init', 'init', directory, ...HOSTS, '--dry-run');
    expect([dry['hosts'], dry.written]).toEqual([9, undefined]);
    const made = await answerOf('init', 'init', directory, ...HOSTS);
    expect(names(made.written)).toEqual(names(dry.wouldWrite));
    expect(names(made.written)).toContain('prod/inventory.yaml');
    const again = await answerOf('init', 'init', directory, ...HOSTS, '--force', '--yes');
    expect(again['replaced']).toMatch(/prod\/replaced-/);
  });

  test('secrets generate, without a value', async () => {
    const path = join(home, 'prod/inventory.yaml');
    const words = ['secrets', 'generate', path, '--renew', 'rabbitmq_password'];
    const dry = await answerOf('secrets generate', ...words, '--dry-run');
    expect([dry['generated'], names(dry.wouldWrite)]).toEqual([['rabbitmq_password'], ['prod/secrets.age']]);
    expect(names((await answerOf('secrets generate', ...words)).written)).toEqual(['prod/secrets.age']);
    const none = await answerOf('secrets generate', 'secrets', 'generate', path);
    expect([none['generated'], none.written]).toEqual([[], []]);
  });

  test('secrets edit', async () => {
    const edited = await answerOf('secrets edit', 'secrets', 'edit', join(home, 'prod'));
    expect([edited['changed'], names(edited.written)]).toEqual([true, ['prod/secrets.age']]);
  });
});

test('explain lists each meaning of a name', async () => {
  const { topics } = await answerOf('explain', 'explain', 'etcd-quorum');
  expect(topics).toEqual([
    { kind: 'gate', names: ['etcd-quorum'], lines: expect.arrayContaining([expect.any(String)]) },
  ]);
});
