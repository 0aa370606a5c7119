import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import type { KeysSource } from '../../../src/model/sources.ts';
import { encryptText } from '../../../src/secrets/files/age.ts';
import { ADVICE, expectProblem, fileAt, GOOD } from './broken.ts';
import type { BrokenSet } from './broken.ts';
import { encryptCheaply, testDirectory } from './directory.ts';

const { directory, at, write, read, identity } = testDirectory();
const file = (name: string, keys?: KeysSource) => fileAt(at(name), keys);
const opens = (name: string): KeysSource => ({ identity: at(name), recipients: [] });
const GENERATE = 'quorate secrets generate inventory.yaml';
const RESTORE = 'restore it from its backup';

beforeAll(async () => {
  write('good.yaml', GOOD);
  write('open.yaml', GOOD, 0o644);
  write('half.yaml', 'etcd_token: abcdefgh\n');
  write('typo.yaml', `${GOOD}erlang_coookie: abcdefgh\n`);
  write('twice.yaml', `${GOOD}etcd_token: abcdefgi\n`);
  write('list.yaml', `${GOOD}postgres_password: [hunter2]\n`);
  write('quote.yaml', `etcd_token: "hunter'2"\nerlang_cookie: abcdefgh\n`);
  write('space.yaml', 'etcd_token: abcdefgh\nerlang_cookie: hunter two\n');
  write('short.yaml', 'etcd_token: abc\nerlang_cookie: abcdefgh\n');
  write('empty.yaml', '');
  writeFileSync(at('utf16.yaml'), Buffer.from(`\uFEFF${GOOD}`, 'utf16le'), { mode: 0o600 });
  writeFileSync(at('utf16.txt'), Buffer.from('AGE-SECRET-KEY-1', 'utf16le'), { mode: 0o600 });
  write('tab.yaml', `\t${GOOD}`);
  mkdirSync(at('directory.yaml'));
  write('open.value', 'hunter2hunter2\n', 0o640);
  write('no-identity.txt', 'ssh-ed25519 AAAA\n');
  const keys = await identity('own.txt');
  await identity('other.txt');
  write('open-identity.txt', read('own.txt'), 0o644);
  const encrypted = await encryptText(new Secret(GOOD), keys, { file: 'encrypted.age' });
  write('encrypted.age', encrypted);
  write('cut.age', encrypted.slice(0, -80));
  write('changed.age', flipped(encrypted));
  write('half.age', await encryptText(new Secret('etcd_token: abcdefgh\n'), keys, { file: 'half.age' }));
  write('passphrase.age', await encryptCheaply(GOOD, 'open sesame'));
  write('wrapped.txt', await encryptCheaply(read('own.txt'), 'open sesame'));
});

const fromUtf16 = (name: string): string =>
  `convert it: umask 077; iconv -f UTF-16 -t UTF-8 ${at(name)} >${at(name)}.new && mv ${at(name)}.new ${at(name)}`;

/** Replaces one character of the ciphertext. */
function flipped(encrypted: string): string {
  const at = encrypted.length - 100;
  return encrypted.slice(0, at) + (encrypted.charAt(at) === 'A' ? 'B' : 'A') + encrypted.slice(at + 1);
}

const SETS: readonly BrokenSet[] = [
  {
    title: 'no file',
    source: file('none.age'),
    expected: ['none.age', 'the secrets file does not exist', GENERATE],
  },
  {
    title: 'a directory',
    source: file('directory.yaml'),
    expected: ['directory.yaml', 'the secrets file is a directory', 'specify a file in this directory'],
  },
  {
    title: 'a plain file that others can read',
    source: file('open.yaml'),
    expected: [
      'open.yaml',
      'other users of this machine can read this file (mode 0644)',
      'run chmod 600 on it',
    ],
  },
  {
    title: 'an empty file',
    source: file('empty.yaml'),
    expected: [
      'empty.yaml:1:1',
      'has no line "name: value"',
      'write one "name: value" per line, such as postgres_password: …',
    ],
  },
  {
    title: 'a file in UTF-16',
    source: file('utf16.yaml'),
    expected: ['utf16.yaml', 'the secrets file is not UTF-8 text', fromUtf16('utf16.yaml')],
  },
  {
    title: 'an identity in UTF-16 without a byte order mark',
    source: file('encrypted.age', opens('utf16.txt')),
    expected: ['utf16.txt', 'the age identity is not UTF-8 text', fromUtf16('utf16.txt')],
  },
  {
    title: 'a missing identity that the file does not need',
    source: file('good.yaml', opens('none.txt')),
    expected: [
      'none.txt',
      'the age identity does not exist',
      'check secrets.identity, or set QUORATE_AGE_IDENTITY to its path',
    ],
  },
  {
    title: 'a file with a tab',
    source: file('tab.yaml'),
    expected: ['tab.yaml:1:1', 'a tab in place of spaces', 'start each name at the start of its line'],
  },
  {
    title: 'a file that lacks a secret',
    source: file('half.yaml'),
    expected: ['half.yaml', 'a secret is missing: erlang_cookie', GENERATE],
  },
  {
    title: 'a misspelt name',
    source: file('typo.yaml'),
    expected: [
      'typo.yaml:3:1',
      'unknown secret "erlang_coookie": did you mean "erlang_cookie"?',
      'rename it',
    ],
  },
  {
    title: 'a duplicate name',
    source: file('twice.yaml'),
    expected: ['twice.yaml:3:1', 'duplicate secret', 'remove one of the two'],
  },
  {
    title: 'a list as a value',
    source: file('list.yaml'),
    expected: ['list.yaml:3:1', 'postgres_password is not plain text', 'put the value in quotes'],
  },
  {
    title: 'a quote in the etcd token',
    source: file('quote.yaml'),
    expected: ['quote.yaml:1:1', "etcd_token cannot be used: forbidden characters: '", ADVICE],
  },
  {
    title: 'a space in the Erlang cookie',
    source: file('space.yaml'),
    expected: ['space.yaml:2:1', 'erlang_cookie cannot be used: forbidden characters: a space', ADVICE],
  },
  {
    title: 'a value of three characters',
    source: file('short.yaml'),
    expected: ['short.yaml:1:1', 'etcd_token cannot be used: shorter than 4 characters', ADVICE],
  },
  {
    title: 'an encrypted file and no identity',
    source: file('encrypted.age'),
    expected: [
      'encrypted.age',
      'encrypted for an age identity, but none is set',
      'set secrets.identity in the inventory, or QUORATE_AGE_IDENTITY',
    ],
  },
  {
    title: 'another identity',
    source: file('encrypted.age', opens('other.txt')),
    expected: [
      'encrypted.age',
      'the age identity cannot decrypt this file',
      'use another identity, or have the file encrypted for yours',
    ],
  },
  {
    title: 'a missing identity',
    source: file('encrypted.age', opens('none.txt')),
    expected: [
      'none.txt',
      'the age identity does not exist',
      'check secrets.identity, or set QUORATE_AGE_IDENTITY to its path',
    ],
  },
  {
    title: 'an identity that others can read',
    source: file('encrypted.age', opens('open-identity.txt')),
    expected: [
      'open-identity.txt',
      'other users of this machine can read this file (mode 0644)',
      'run chmod 600 on it',
    ],
  },
  {
    title: 'an SSH key as identity',
    source: file('encrypted.age', opens('no-identity.txt')),
    expected: ['no-identity.txt', 'not an age identity', 'create one with age-keygen, or use another file'],
  },
  {
    title: 'a truncated encrypted file',
    source: file('cut.age', opens('own.txt')),
    expected: ['cut.age', 'damaged, or not a file of the age program', RESTORE],
  },
  {
    title: 'a modified encrypted file',
    source: file('changed.age', opens('own.txt')),
    expected: ['changed.age', 'damaged, or not a file of the age program', RESTORE],
  },
  {
    title: 'an encrypted file that lacks a secret',
    source: file('half.age', opens('own.txt')),
    expected: ['half.age', 'a secret is missing: erlang_cookie', GENERATE],
  },
  {
    title: 'a passphrase without a terminal to type it',
    source: file('passphrase.age'),
    expected: [
      'passphrase.age',
      'a passphrase is required, but there is no terminal to prompt on',
      'set QUORATE_AGE_PASSPHRASE_FILE to a file with mode 0600',
    ],
  },
  {
    title: 'a wrong passphrase',
    source: file('passphrase.age'),
    env: { QUORATE_AGE_PASSPHRASE: 'hunter2' },
    expected: [
      'passphrase.age',
      'the passphrase is wrong',
      'check QUORATE_AGE_PASSPHRASE, or run the same command again',
    ],
  },
  {
    title: 'a passphrase file that others can read',
    source: file('passphrase.age'),
    env: { QUORATE_AGE_PASSPHRASE_FILE: at('open.value') },
    expected: [
      'open.value',
      'other users of this machine can read this file (mode 0640)',
      'run chmod 600 on it',
    ],
  },
  {
    title: 'an identity whose passphrase is wrong',
    source: file('encrypted.age', opens('wrapped.txt')),
    env: { QUORATE_AGE_PASSPHRASE: 'hunter2' },
    expected: [
      'wrapped.txt',
      'the passphrase is wrong',
      'check QUORATE_AGE_PASSPHRASE, or run the same command again',
    ],
  },
];

test.each(SETS)('reports $title', (set) => expectProblem(directory, set));
