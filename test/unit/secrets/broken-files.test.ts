import { mkdirSync } from 'node:fs';
import { beforeAll, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import type { KeysSource } from '../../../src/model/sources.ts';
import { encryptText } from '../../../src/secrets/files/age.ts';
import { ADVICE, expectSaid, fileAt, GOOD } from './broken.ts';
import type { BrokenSet } from './broken.ts';
import { sealCheaply, testFolder } from './folder.ts';

const { folder, at, write, read, identity } = testFolder();
const file = (name: string, keys?: KeysSource) => fileAt(at(name), keys);
const opens = (name: string): KeysSource => ({ identity: at(name), recipients: [] });
const GENERATE = 'quorate secrets generate makes what is missing';
const RESTORE = 'fetch it again from its backup';

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
  write('tab.yaml', `\t${GOOD}`);
  mkdirSync(at('folder.yaml'));
  write('open.value', 'hunter2hunter2\n', 0o640);
  write('no-identity.txt', 'ssh-ed25519 AAAA\n');
  const keys = await identity('own.txt');
  await identity('other.txt');
  write('open-identity.txt', read('own.txt'), 0o644);
  const sealed = await encryptText(new Secret(GOOD), keys, { file: 'sealed.age' });
  write('sealed.age', sealed);
  write('cut.age', sealed.slice(0, -80));
  write('changed.age', flipped(sealed));
  write('half.age', await encryptText(new Secret('etcd_token: abcdefgh\n'), keys, { file: 'half.age' }));
  write('passphrase.age', await sealCheaply(GOOD, 'open sesame'));
  write('wrapped.txt', await sealCheaply(read('own.txt'), 'open sesame'));
});

/** Replaces one character of the ciphertext. */
function flipped(sealed: string): string {
  const at = sealed.length - 100;
  return sealed.slice(0, at) + (sealed.charAt(at) === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
}

const SETS: readonly BrokenSet[] = [
  {
    of: 'no file',
    source: file('none.age'),
    said: ['none.age', 'the secrets file does not exist', 'quorate secrets generate writes it'],
  },
  {
    of: 'a directory',
    source: file('folder.yaml'),
    said: ['folder.yaml', 'the secrets file is a folder', 'name the file in it'],
  },
  {
    of: 'a plain file that others can read',
    source: file('open.yaml'),
    said: ['open.yaml', 'others on this machine can read it (mode 0644)', 'chmod 600 it'],
  },
  {
    of: 'an empty file',
    source: file('empty.yaml'),
    said: [
      'empty.yaml:1:1',
      'no secrets in it',
      'write one "name: value" a line, such as postgres_password: …',
    ],
  },
  {
    of: 'a file with a tab',
    source: file('tab.yaml'),
    said: ['tab.yaml:1:1', 'a tab where YAML wants spaces', 'begin each name at the start of its line'],
  },
  {
    of: 'a file that lacks a secret',
    source: file('half.yaml'),
    said: ['half.yaml', 'a secret is missing: erlang_cookie', GENERATE],
  },
  {
    of: 'a misspelt name',
    source: file('typo.yaml'),
    said: ['typo.yaml:3:1', 'unknown secret "erlang_coookie": did you mean "erlang_cookie"?', 'rename it'],
  },
  {
    of: 'a duplicate name',
    source: file('twice.yaml'),
    said: ['twice.yaml:3:1', 'this secret is there twice', 'keep one of the two'],
  },
  {
    of: 'a list as a value',
    source: file('list.yaml'),
    said: ['list.yaml:3:1', 'postgres_password is not plain text', 'put the value in quotes'],
  },
  {
    of: 'a quote in the etcd token',
    source: file('quote.yaml'),
    said: ['quote.yaml:1:1', "etcd_token cannot be used: it has ' in it", ADVICE],
  },
  {
    of: 'a space in the Erlang cookie',
    source: file('space.yaml'),
    said: ['space.yaml:2:1', 'erlang_cookie cannot be used: it has a space in it', ADVICE],
  },
  {
    of: 'a value of three characters',
    source: file('short.yaml'),
    said: ['short.yaml:1:1', 'etcd_token cannot be used: it is shorter than 4 characters', ADVICE],
  },
  {
    of: 'an encrypted file and no identity',
    source: file('sealed.age'),
    said: [
      'sealed.age',
      'it is encrypted for an age identity, and none is given',
      'give secrets.identity in the inventory, or QUORATE_AGE_IDENTITY',
    ],
  },
  {
    of: 'another identity',
    source: file('sealed.age', opens('other.txt')),
    said: [
      'sealed.age',
      'the age identity does not open it',
      'name another identity, or have it encrypted for yours',
    ],
  },
  {
    of: 'a missing identity',
    source: file('sealed.age', opens('none.txt')),
    said: [
      'none.txt',
      'the age identity does not exist',
      'check secrets.identity, or set QUORATE_AGE_IDENTITY to where it is',
    ],
  },
  {
    of: 'an identity that others can read',
    source: file('sealed.age', opens('open-identity.txt')),
    said: ['open-identity.txt', 'others on this machine can read it (mode 0644)', 'chmod 600 it'],
  },
  {
    of: 'an SSH key as identity',
    source: file('sealed.age', opens('no-identity.txt')),
    said: ['no-identity.txt', 'this is no age identity', 'make one with age-keygen, or name another file'],
  },
  {
    of: 'a truncated encrypted file',
    source: file('cut.age', opens('own.txt')),
    said: ['cut.age', 'it is damaged, or no file of the age program', RESTORE],
  },
  {
    of: 'a modified encrypted file',
    source: file('changed.age', opens('own.txt')),
    said: ['changed.age', 'it is damaged, or no file of the age program', RESTORE],
  },
  {
    of: 'an encrypted file that lacks a secret',
    source: file('half.age', opens('own.txt')),
    said: ['half.age', 'a secret is missing: erlang_cookie', GENERATE],
  },
  {
    of: 'a passphrase without a terminal to type it',
    source: file('passphrase.age'),
    said: [
      'passphrase.age',
      'a passphrase is needed, and nobody is there to type it',
      'export QUORATE_AGE_PASSPHRASE_FILE, a file with mode 0600',
    ],
  },
  {
    of: 'a wrong passphrase',
    source: file('passphrase.age'),
    env: { QUORATE_AGE_PASSPHRASE: 'hunter2' },
    said: [
      'passphrase.age',
      'the passphrase is wrong',
      'check QUORATE_AGE_PASSPHRASE, or run the command again',
    ],
  },
  {
    of: 'a passphrase file that others can read',
    source: file('passphrase.age'),
    env: { QUORATE_AGE_PASSPHRASE_FILE: at('open.value') },
    said: ['open.value', 'others on this machine can read it (mode 0640)', 'chmod 600 it'],
  },
  {
    of: 'an identity whose passphrase is wrong',
    source: file('sealed.age', opens('wrapped.txt')),
    env: { QUORATE_AGE_PASSPHRASE: 'hunter2' },
    said: [
      'wrapped.txt',
      'the passphrase is wrong',
      'check QUORATE_AGE_PASSPHRASE, or run the command again',
    ],
  },
];

test.each(SETS)('reports $of', (set) => expectSaid(folder, set));
