import { describe, expect, test } from '@jest/globals';
import { renderConfig } from '../../../../src/components/render-config.ts';
import { Secret } from '../../../../src/model/secret.ts';
import type { FileSpec } from '../../../../src/model/plan/step.ts';
import { boundedDiffs } from '../../../../src/plan/diff/bounded.ts';
import { fileForecast, MAX_DIFF_BYTES, needsText } from '../../../../src/plan/diff/file.ts';
import type { FileState } from '../../../../src/transport/port.ts';
import { makeAuthority } from '../../certificates/authority.ts';

const spec = (want: FileSpec['want'], more: Partial<FileSpec> = {}): FileSpec => ({
  path: '/etc/x',
  mode: 0o600,
  owner: 'root:root',
  compare: 'content',
  want,
  ...more,
});
const existing: FileState = {
  path: '/etc/x',
  kind: 'file',
  mode: 0o600,
  owner: 'root:root',
  size: 10,
  sha256: 'other',
};
const settings = {
  rabbitmq: { username: 'cloudify', password: new Secret('new-hunter'), erlang_cookie: new Secret('same') },
  services: ['queue_service'],
};
const onHost = (text: string) => fileForecast(spec({ whole: renderConfig(settings) }), existing, text);
const BEFORE =
  'rabbitmq:\n  username: cloudify\n  password: old-hunter\n  erlang_cookie: same\nservices:\n- queue_service\n';

test('masks long words of letters and digits that only the file on the host has', () => {
  const wanted = 'server rabbit1 ssl digest 0123456789abcdef0123\n';
  const { diff } = fileForecast(spec({ whole: wanted }), existing, `${wanted}# was aB3dEf6hIj9kLm2n\n`);
  expect(diff.join('\n')).toContain('-# was [secret]');
  const uuid = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
  const other = fileForecast(spec({ whole: wanted }), existing, `${wanted}user ann ${uuid}\n`);
  expect(other.diff.join('\n')).toContain('-user ann [secret]');
  expect(diff.join('\n')).toContain(' server rabbit1 ssl digest 0123456789abcdef0123');
});

test('shortens the differences of a run, and counts the lines that are left out', () => {
  const diff = Array.from({ length: 300 }, (_, line) => `+${line}`);
  const file = { path: '/etc/x', change: 'new', notes: [], diff } as const;
  const bounded = boundedDiffs(Array.from({ length: 30 }, () => file));
  expect(bounded[0]).toMatchObject({ diff: diff.slice(0, 200), notes: ['100 more lines of difference'] });
  expect(bounded.at(-1)).toMatchObject({ diff: [], notes: ['300 more lines of difference'] });
  expect(boundedDiffs([{ ...file, diff: ['+'.padEnd(400, 'x')] }])[0]?.diff[0]).toHaveLength(302);
});

describe('a settings file', () => {
  test('shows the differences and masks secrets, marking those that changed', () => {
    const { change, diff, notes } = onHost(BEFORE.replace('queue_service', 'all'));
    expect([change, notes]).toEqual(['changed', []]);
    expect(diff).toEqual([
      '@@ -1,6 +1,6 @@',
      ' rabbitmq:',
      '   username: cloudify',
      '-  password: [secret]',
      '+  password: [secret] (changed)',
      '   erlang_cookie: [secret]',
      ' services:',
      '-  - all',
      '+  - queue_service',
    ]);
  });

  test.each([
    ['in a comment', `# the old one was old-hunter\n${BEFORE}`],
    ['beside a setting', BEFORE.replace('username: cloudify', 'username: cloudify # old-hunter')],
    ['of a setting that no inventory has', `${BEFORE}agent:\n  broker_password: old-hunter\n`],
    ['of a setting that is a list', `${BEFORE}tokens: [old-hunter, [old-hunter]]\n`],
    ['in a mapping within a list', `${BEFORE}users: [{ name: a, password: old-hunter }]\n`],
    [
      'a secret that has become a mapping',
      BEFORE.replace('password: old', 'password: { a: old-hunter }\n  x: old'),
    ],
    ['in an address', `${BEFORE}broker: amqps://cloudify:old-hunter@198.51.100.21:5671\n`],
    ['in a list of addresses', `${BEFORE}urls: ["amqps://cloudify:old-hunter@198.51.100.21"]\n`],
    ['of a key', `${BEFORE}pem: "-----BEGIN PRIVATE KEY-----\\nold-hunter"\n`],
    ['in invalid YAML', `${BEFORE}\n\t- old-hunter: [`],
    ['in a list instead of a mapping', '- old-hunter\n'],
  ])('never shows a secret that only the host knows: %s', (_, text) => {
    expect(JSON.stringify(onHost(text))).not.toContain('hunter');
  });

  test('reports if only comments or formatting differ', () => {
    const text =
      '# by hand\nservices: [queue_service]\n' + BEFORE.split('services')[0]!.replace('old', 'new');
    expect(onHost(text)).toMatchObject({ diff: [], notes: [expect.stringContaining('only comments')] });
  });

  test('does not mask the paths of key files, nor booleans and empty values under secret names', () => {
    const { diff } = onHost(`${BEFORE}ssl:\n  key_password_path: /etc/x.key\n  token_enabled: true\n`);
    expect(diff).toEqual(
      expect.arrayContaining(['-  key_password_path: /etc/x.key', '-  token_enabled: true']),
    );
  });

  test('shows a new file as a whole, with its secrets masked', () => {
    const { change, diff } = fileForecast(
      spec({ whole: renderConfig(settings) }),
      { ...existing, kind: 'absent' },
      undefined,
    );
    expect([change, diff[0], diff[3]]).toEqual(['new', '@@ -0,0 +1,6 @@', '+  password: [secret]']);
  });
});

describe('a plain file', () => {
  test('shows changed lines and masks possible secrets of the host', () => {
    const before = 'defaults\n    stats auth admin:hunter\n    timeout 1m\n';
    const { diff } = fileForecast(spec({ whole: 'defaults\n    timeout 2m\n' }), existing, before);
    expect(diff).toEqual([
      '@@ -1,3 +1,2 @@',
      ' defaults',
      '-    stats auth [secret]',
      '-    timeout 1m',
      '+    timeout 2m',
    ]);
  });

  test("shows nothing if the host's file contains a private key", () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nhunter\n';
    const { diff, notes } = fileForecast(spec({ whole: 'x\n' }), existing, key);
    expect([diff, notes]).toEqual([[], ['contains a private key and should not']]);
  });

  test('shows only mode and owner if only they differ, without reading the file', () => {
    const want = { whole: '' };
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const state = { ...existing, sha256: empty, mode: 0o644, owner: 'postgres:root' };
    expect(needsText(spec(want), state)).toBe(false);
    expect(fileForecast(spec(want), state, undefined)).toMatchObject({
      change: 'changed',
      notes: ['mode 0644, wanted 0600', 'owner postgres:root, wanted root:root'],
      diff: [],
    });
  });

  test('does not read large files, and reports an unread file only as different', () => {
    const long = { ...existing, size: MAX_DIFF_BYTES + 1 };
    expect(needsText(spec({ whole: 'x' }), long)).toBe(false);
    expect(fileForecast(spec({ whole: 'x' }), long, undefined).notes[0]).toContain('too large');
    expect(fileForecast(spec({ whole: 'x' }), existing, undefined).notes).toEqual(['different content']);
  });

  test('reports a file that will be removed', () => {
    expect(fileForecast(spec('absent'), existing, undefined)).toMatchObject({ change: 'removed', diff: [] });
    expect(needsText(spec('absent'), existing)).toBe(false);
  });
});

describe('a block in a file', () => {
  const want = { block: '198.51.100.21 rabbit1\n', marker: 'cluster-names' };

  test('is compared without the rest of the file', () => {
    const text = 'mine\n# BEGIN quorate cluster-names\n198.51.100.99 rabbit1\n# END quorate cluster-names\n';
    const { diff } = fileForecast(spec(want), { ...existing, block: 'other' }, text);
    expect(diff).toEqual(['@@ -1,1 +1,1 @@', '-198.51.100.99 rabbit1', '+198.51.100.21 rabbit1']);
  });

  test('is new if the file has no such block', () => {
    expect(fileForecast(spec(want), existing, 'mine\n')).toMatchObject({ change: 'new' });
  });
});

describe('keys and certificates', () => {
  const key = new Secret('-----BEGIN PRIVATE KEY-----\nhunter\n-----END PRIVATE KEY-----\n');

  test('never reads a key, and reports only that it changes', () => {
    expect(needsText(spec({ whole: key }), existing)).toBe(false);
    expect(fileForecast(spec({ whole: key }), existing, undefined)).toMatchObject({
      notes: ['private key'],
      diff: [],
    });
  });

  test('reports a certificate with its key only by name', () => {
    const both = new Secret(`-----BEGIN CERTIFICATE-----\n${key.reveal()}`, '[secret]');
    expect(fileForecast(spec({ whole: both }), existing, undefined).notes).toEqual([
      'certificate and private key',
    ]);
  });

  test('shows the subject and expiry of a certificate', async () => {
    const ca = await makeAuthority();
    const [one, two] = await Promise.all(
      ['db1', 'db2'].map((name) => ca.issue({ commonName: name, names: [name], addresses: [] })),
    );
    const wanted = one?.certificate ?? '';
    const notes = (text: string) => fileForecast(spec({ whole: wanted }), existing, text).notes[0];
    expect(notes(two?.certificate ?? '')).toMatch(
      /^certificate CN=db2 until \d{4}-\d\d-\d\d, wanted CN=db1 until/,
    );
    expect(notes(`${wanted}\n`)).toMatch(/^different certificate CN=db1 until/);
    expect(notes('rubbish')).toMatch(/^certificate CN=db1 until/);
  });

  test('masks the whole license', () => {
    expect(fileForecast(spec({ whole: new Secret('hunter') }), existing, 'old').notes).toEqual([
      'content is secret',
    ]);
  });
});
