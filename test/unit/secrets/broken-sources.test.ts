import { writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import type { SecretsSource } from '../../../src/model/sources.ts';
import { commandOutput } from '../../../src/secrets/sources/command.ts';
import { ADVICE, expectProblem, fileAt, GOOD } from './broken.ts';
import type { BrokenSet } from './broken.ts';
import { testDirectory } from './directory.ts';

const { directory, at, write } = testDirectory();
const command = (...argv: string[]) => ({ kind: 'command', argv, directory }) as const;
const print = (text: string) => command('printf', '%s', text);
const alone = (
  cookie: NonNullable<SecretsSource['individual']['erlang_cookie']>,
): Partial<SecretsSource> => ({
  ...fileAt(at('good.yaml')),
  individual: { erlang_cookie: cookie },
});
const BY_HAND = "run it by hand in the inventory's directory";

beforeAll(() => {
  write('good.yaml', GOOD);
  write('empty.value', '\n');
  write('open.value', 'hunter2hunter2\n', 0o640);
  write('lines.value', 'hunter2\nhunter3\n');
  writeFileSync(at('utf16.value'), Buffer.from('\uFEFFhunter2', 'utf16le').swap16(), { mode: 0o600 });
});

const SETS: readonly BrokenSet[] = [
  {
    title: 'an empty variable',
    source: { shared: { kind: 'environment', prefix: 'P_' } },
    env: { P_ETCD_TOKEN: 'abcdefgh', P_ERLANG_COOKIE: '' },
    expected: ['environment', 'a secret is missing: P_ERLANG_COOKIE', `export them; ${ADVICE}`],
  },
  {
    title: 'a command that is not installed',
    source: { shared: command('no-such-program', 'show') },
    expected: ['no-such-program show', 'no such program', 'install it, or use its path'],
  },
  {
    title: 'a command that fails',
    source: { shared: command('sh', '-c', 'echo hunter2; echo hunter2 >&2; exit 3') },
    expected: ['sh -c echo hunter2; echo hunter2 >&2; exit 3', 'the command failed: exit code 3', BY_HAND],
  },
  {
    title: 'a killed command',
    source: { shared: command('sh', '-c', 'kill -9 $$') },
    expected: ['sh -c kill -9 $$', 'the command failed: ended by SIGKILL', BY_HAND],
  },
  {
    title: 'a command that prints nothing',
    source: { shared: command('true') },
    expected: ['true', 'the command prints nothing', BY_HAND],
  },
  {
    title: 'a command whose output lacks a secret',
    source: { shared: print('etcd_token: abcdefgh') },
    expected: [
      'printf %s etcd_token: abcdefgh',
      'a secret is missing in the output of the command: erlang_cookie',
      `make it print "name: value" for each; ${ADVICE}`,
    ],
  },
  {
    title: 'a command that prints other text',
    source: { shared: command('echo', 'not a map') },
    expected: [
      'echo not a map:1:1',
      'has no line "name: value"',
      'write one "name: value" per line, such as postgres_password: …',
    ],
  },
  {
    title: 'an unset variable of one secret',
    source: alone({ kind: 'environment', variable: 'COOKIE' }),
    expected: [
      'COOKIE',
      'erlang_cookie: this environment variable is not set',
      'export it before starting quorate',
    ],
  },
  {
    title: 'an empty variable of one secret',
    source: alone({ kind: 'environment', variable: 'COOKIE' }),
    env: { COOKIE: '' },
    expected: [
      'COOKIE',
      'erlang_cookie: this environment variable is empty',
      'export it before starting quorate',
    ],
  },
  {
    title: 'a missing file of one secret',
    source: alone({ kind: 'file', path: at('none.value') }),
    expected: [
      'none.value',
      'erlang_cookie: the file of this secret does not exist',
      'write the value into it, mode 0600',
    ],
  },
  {
    title: 'an empty file of one secret',
    source: alone({ kind: 'file', path: at('empty.value') }),
    expected: ['empty.value', 'erlang_cookie: the file is empty', 'write the value into it, mode 0600'],
  },
  {
    title: 'a file of one secret that others can read',
    source: alone({ kind: 'file', path: at('open.value') }),
    expected: [
      'open.value',
      'erlang_cookie: other users of this machine can read this file (mode 0640)',
      'run chmod 600 on it',
    ],
  },
  {
    title: 'a file of one secret in UTF-16 with the other byte order',
    source: alone({ kind: 'file', path: at('utf16.value') }),
    expected: [
      'utf16.value',
      'erlang_cookie: the file of this secret is not UTF-8 text',
      `convert it: umask 077; iconv -f UTF-16 -t UTF-8 ${at('utf16.value')} >${at('utf16.value')}.new && mv ${at('utf16.value')}.new ${at('utf16.value')}`,
    ],
  },
  {
    title: 'a file of one secret with two lines',
    source: alone({ kind: 'file', path: at('lines.value') }),
    expected: [
      'lines.value',
      'erlang_cookie cannot be used: characters that are not printable ASCII',
      ADVICE,
    ],
  },
  {
    title: 'a command of one secret that fails',
    source: alone(command('false')),
    expected: ['false', 'erlang_cookie: the command failed: exit code 1', BY_HAND],
  },
  {
    title: 'a command of one secret whose value cannot be used',
    source: alone(command('echo', 'two words')),
    expected: ['echo two words', 'erlang_cookie cannot be used: forbidden characters: a space', ADVICE],
  },
];

test.each(SETS)('reports $title', (set) => expectProblem(directory, set));

test('a command does not inherit the age passphrase', async () => {
  const env = { PATH: process.env['PATH'], QUORATE_AGE_PASSPHRASE: 'open sesame', OTHER: 'seen' };
  const printed = await commandOutput(command('sh', '-c', 'echo "$OTHER $QUORATE_AGE_PASSPHRASE."'), env);
  expect(printed.reveal()).toBe('seen .');
});
