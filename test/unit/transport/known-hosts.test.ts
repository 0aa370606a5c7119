import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  fingerprint,
  knownName,
  knownTypes,
  parseKnownHosts,
  typeOf,
  vouchFor,
} from '../../../src/transport/ssh/connect/known-hosts.ts';

/** A public key blob without a real key. */
const blob = (type: string, id: string) => {
  const field = (text: string) => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]);
  return Buffer.concat([field(type), field(id)]);
};
const ED = blob('ssh-ed25519', 'one');
const OTHER = blob('ssh-ed25519', 'two');
const RSA = blob('ssh-rsa', 'three');
const line = (names: string, key: Buffer, marker = '') =>
  `${marker}${names} ${typeOf(key)} ${key.toString('base64')} comment`;
const known = (...lines: string[]) => parseKnownHosts(lines.join('\n'), 'known_hosts');

describe('looking up a host key', () => {
  test.each([
    ['the name itself', 'db1', 'db1'],
    ['one of several names', 'web,db1,10.0.0.1', '10.0.0.1'],
    ['capital letters', 'DB1', 'db1'],
    ['a pattern', '10.0.0.*', '10.0.0.17'],
    ['a pattern for one character', 'db?', 'db1'],
    ['a name with another port', '[10.0.0.1]:2222', '[10.0.0.1]:2222'],
    ['an IPv6 address', 'fd00::1', 'fd00::1'],
    ['an IPv6 address with another port', '[fd00::1]:2222', '[fd00::1]:2222'],
  ])('%s is known', (_title, names, asked) => {
    expect(vouchFor(known(line(names, ED)), asked, ED)).toEqual({ kind: 'known' });
  });

  test.each([
    ['another host', 'db2', 'db1'],
    ['a negated pattern', '10.0.0.*,!10.0.0.17', '10.0.0.17'],
    ['a dot that is not a wildcard', '10.0.0.1', '10a0b0c1'],
    ['the port 22 of a host known on another port', '[db1]:2222', 'db1'],
  ])('%s is unknown', (_title, names, asked) => {
    expect(vouchFor(known(line(names, ED)), asked, ED)).toEqual({ kind: 'unknown' });
  });

  test('another key counts as changed, also if it has another type', () => {
    const hosts = known(line('db1', ED));
    expect(vouchFor(hosts, 'db1', OTHER)).toEqual({
      kind: 'changed',
      known: [expect.objectContaining({ at: 'known_hosts:1' })],
    });
    expect(vouchFor(hosts, 'db1', RSA).kind).toBe('changed');
  });

  test('a revoked key is refused although another line lists it', () => {
    const hosts = known(line('db1', ED), line('*', ED, '@revoked '));
    expect(vouchFor(hosts, 'db1', ED)).toEqual({ kind: 'revoked', at: 'known_hosts:2' });
    expect(vouchFor(known(line('db1', ED), line('*', OTHER, '@revoked ')), 'db1', ED)).toEqual({
      kind: 'known',
    });
  });

  test('the key of a certificate authority is not a host key', () => {
    const hosts = known(line('*.example.com', ED, '@cert-authority '));
    expect(vouchFor(hosts, 'db1.example.com', ED)).toEqual({ kind: 'unknown', authority: 'known_hosts:1' });
    expect(vouchFor(hosts, 'db1', ED)).toEqual({ kind: 'unknown' });
  });
});

test('finds names that ssh-keygen has hashed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-known-'));
  try {
    const key = join(folder, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const [type = '', base64 = ''] = readFileSync(`${key}.pub`, 'utf8').split(' ');
    const file = join(folder, 'known_hosts');
    writeFileSync(file, `[10.0.0.1]:2222 ${type} ${base64}\ndb1 ${type} ${base64}\n`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^\|1\|/);
    const hosts = parseKnownHosts(text, file);
    const real = Buffer.from(base64, 'base64');
    expect(vouchFor(hosts, '[10.0.0.1]:2222', real)).toEqual({ kind: 'known' });
    expect(vouchFor(hosts, 'db1', real)).toEqual({ kind: 'known' });
    expect(vouchFor(hosts, 'db2', real)).toEqual({ kind: 'unknown' });
    expect(execFileSync('ssh-keygen', ['-lf', `${key}.pub`], { encoding: 'utf8' })).toContain(
      fingerprint(real),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('ignores and names lines that cannot be parsed', () => {
  const hosts = known(
    '# a comment',
    '',
    'db1 ssh-ed25519',
    '@unheard-of db1 ssh-ed25519 AAAA',
    'db1 ssh-ed25519 AAAA',
    '|1|x db1',
    line('|2|a|b', ED),
    line('db1', ED),
  );
  expect(hosts.unreadable).toEqual(['known_hosts:3', 'known_hosts:4', 'known_hosts:5', 'known_hosts:6']);
  expect(vouchFor(hosts, 'db1', ED)).toEqual({ kind: 'known' });
});

test('takes the known types of a host from its own keys, not from an authority or a revocation', () => {
  const hosts = known(
    line('db1', RSA),
    line('db1', ED, '@revoked '),
    line('*', OTHER, '@cert-authority '),
    line('db1', RSA),
  );
  expect(knownTypes(hosts, 'db1')).toEqual(['ssh-rsa']);
});

test('the name contains the port unless it is 22', () => {
  expect([knownName('DB1', 22), knownName('fd00::1', 2222)]).toEqual(['db1', '[fd00::1]:2222']);
});

test('a truncated key has no type', () => {
  expect(typeOf(Buffer.from('ab'))).toBe('');
});
