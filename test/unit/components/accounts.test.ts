import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { checkScript, createScript } from '../../../src/components/postgresql/declared-objects.ts';
import { scramVerifier } from '../../../src/components/postgresql/scram.ts';
import { brokerDefinitions } from '../../../src/components/rabbitmq/definitions.ts';
import { passwordHash } from '../../../src/components/rabbitmq/password-hash.ts';
import { Secret } from '../../../src/model/secret.ts';

const PASSWORD = new Secret('marker-password');
const KEY = new Secret('key');
const verifier = scramVerifier('shop', PASSWORD, KEY);
const hash = passwordHash('shop', PASSWORD, KEY);

describe('the stored forms of passwords', () => {
  test('of PostgreSQL accepts the proof of a client that knows the password', () => {
    const [, iterations = '', salt = '', stored = ''] =
      /^SCRAM-SHA-256\$(\d+):(\S+)\$(\S+):\S+$/.exec(verifier.reveal()) ?? [];
    const salted = pbkdf2Sync(
      'marker-password',
      Buffer.from(salt, 'base64'),
      Number(iterations),
      32,
      'sha256',
    );
    const clientKey = createHmac('sha256', salted).update('Client Key').digest();
    expect(createHash('sha256').update(clientKey).digest('base64')).toBe(stored);
  });

  test('of RabbitMQ is the salt and the digest of salt and password', () => {
    const bytes = Buffer.from(hash.reveal(), 'base64');
    const digest = createHash('sha256').update(bytes.subarray(0, 4)).update('marker-password').digest();
    expect(bytes.subarray(4)).toEqual(digest);
  });

  test('are the same again, and differ by account', () => {
    const [password, key] = [PASSWORD, KEY].map((secret) => new Secret(secret.reveal()));
    expect(scramVerifier('shop', password!, key!).reveal()).toBe(verifier.reveal());
    expect(scramVerifier('other', PASSWORD, KEY).reveal()).not.toBe(verifier.reveal());
    expect(passwordHash('other', PASSWORD, KEY).reveal()).not.toBe(hash.reveal());
  });
});

describe('the scripts of accounts and databases', () => {
  const account = { name: 'shop', attributes: ['createdb'], roles: ['pg_monitor'], verifier };
  const declared = { accounts: [account], databases: [{ name: 'orders', owner: 'shop' }] };
  const script = createScript(declared);

  test('contain no password, and print without the verifier', () => {
    expect(script.reveal()).toContain(verifier.reveal());
    expect(script.reveal()).not.toContain('marker-password');
    expect(String(script)).not.toContain('SCRAM');
  });

  test('take away the attributes that are not listed', () => {
    expect(script.reveal()).toContain(`LOGIN CREATEDB NO${'REPLICATION'} PASSWORD`);
  });

  test('create nothing on a standby, and wait there for what the check looks for', () => {
    const [leader, standby] = [script.reveal().split('\\else')[1], script.reveal().split('\\else')[0]];
    expect(leader).toContain('CREATE DATABASE "orders" OWNER "shop"');
    expect(standby).not.toContain('CREATE');
    const conditions = checkScript(declared)
      .reveal()
      .split('\n')
      .filter((line) => line.startsWith('AND EXISTS'));
    expect(conditions).toHaveLength(2);
    expect(conditions.every((line) => standby?.includes(line))).toBe(true);
  });
});

test('the definitions of RabbitMQ print without the hash of the password', () => {
  const permissions = [{ vhost: 'orders', configure: '', write: '.*', read: '.*' }];
  const definitions = brokerDefinitions([{ name: 'shop', tags: [], permissions, hash }], []);
  expect(JSON.parse(definitions.reveal())).toMatchObject({
    users: [{ name: 'shop', password_hash: hash.reveal() }],
    permissions: [{ user: 'shop', vhost: 'orders', configure: '', write: '.*', read: '.*' }],
  });
  expect(String(definitions)).not.toContain(hash.reveal());
});
