import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { mergeUserConfig, parseConfig, configPath } from '../../lab/product/config/load.ts';
import { listeners } from '../../lab/product/config/globals.ts';
import type { Tree } from '../../lab/product/config/merge.ts';
import { databaseAddresses } from '../../lab/product/config/members.ts';
import { checkFiles } from '../../lab/product/certificates/check.ts';
import { brokerConfig, brokerDefinitions } from '../../lab/product/services/broker/config.ts';
import { nodeName } from '../../lab/product/services/broker/names.ts';
import { etcdConfig, ownMember } from '../../lab/product/services/database/etcd.ts';
import { answerOf33 } from '../../lab/product/services/database/etcdInterface.ts';
import { addToHba, clusterHba, removeFromHba } from '../../lab/product/services/database/hba.ts';
import { patroniConfig } from '../../lab/product/services/database/patroniConfig.ts';
import { releaseOf } from '../../lab/product/releases.ts';
import { createAuthority, removeAuthorities, type Authority, type Issued } from './authority.ts';
import { address, database, managerNode, settingsOf } from './fixture.ts';

const none = { cert: '/a.crt', key: '/a.key', ca: '/ca.crt' };
let authority: Authority;
let files: Issued;
let foreign: string;

afterAll(removeAuthorities);
beforeAll(async () => {
  authority = await createAuthority();
  files = await authority.issue({ name: 'node' });
  foreign = (await createAuthority()).ca;
}, 60_000);

describe('errors that only the configuration finds', () => {
  test('a certificate signed by another CA', () => {
    const given = { ...files, ca: foreign, caKey: '', password: '' };
    expect(() => checkFiles(given)).toThrow(/was not signed by provided CA/);
    expect(() => checkFiles({ ...given, ca: authority.ca })).not.toThrow();
  });

  test('nodes given as a list', () => {
    const settings = settingsOf(database(none), { postgresql_server: { cluster: { nodes: ['192.0.2.1'] } } });
    expect(() => databaseAddresses(settings)).toThrow("'CommentedSeq' object has no attribute 'values'");
  });

  test('a node that is not a member', async () => {
    const settings = settingsOf(database(none), {
      manager: { private_ip: '192.0.2.9', public_ip: '192.0.2.9' },
    });
    await expect(ownMember(settings)).rejects.toThrow(
      'Could not match this node with any cluster node members',
    );
  });

  test('a broker without a name', () => {
    const rabbitmq = { cluster_members: { a: {}, b: {} } };
    expect(() => nodeName(settingsOf({ manager: address, rabbitmq }))).toThrow(
      'Rabbitmq nodename must be set for clustering.',
    );
  });

  test.each([
    ['password', { password: 12345678 }, "'int' object has no attribute 'encode'"],
    ['token', {}, "'int' object has no attribute 'replace'"],
  ])('a %s that YAML reads as a number', (what, rabbitmq, message) => {
    const cluster = { etcd: { cluster_token: 12345678 } };
    const settings = settingsOf(database(none), { rabbitmq, postgresql_server: { cluster } });
    const act = () => (what === 'token' ? etcdConfig(settings, '192.0.2.1') : brokerDefinitions(settings));
    expect(act).toThrow(message);
  });
});

describe("etcd's client interface", () => {
  test.each([
    ['7.0.4', 'https://localhost:2379,https://192.0.2.1:2379', '/v3'],
    ['6.4.2', 'http://127.0.0.1:12379', '/v3beta'],
    ['5.0.5-dev', 'http://127.0.0.1:12379', '/v3beta'],
  ])('of %s', (version, listens, prefix) => {
    const release = releaseOf(version);
    const settings = { ...settingsOf(database(none)), release };
    expect(etcdConfig(settings, '192.0.2.1')).toContain(`ETCD_LISTEN_CLIENT_URLS='${listens}'`);
    expect(release.etcdInterface).toBe(prefix);
  });

  test('as 3.3 serves it', () => {
    expect(answerOf33('/v3/cluster/member/list')?.status).toBe(404);
    expect(answerOf33('/version')?.body).toContain('"3.3.11"');
    expect(answerOf33('/v2/members')).toBeUndefined();
    expect(answerOf33('/v3beta/cluster/member/list')).toBeUndefined();
  });
});

describe('the configuration file', () => {
  test.each([
    ['manager: {a: 1}\nmanager: {b: 2}', 'a key given twice'],
    ['manager:\n  ssl_enabled:true\n  a: b', 'a mapping after a scalar'],
  ])('%j is refused: %s', (text) => {
    expect(() => parseConfig('/etc/cloudify/config.yaml', text)).toThrow(
      'is not a properly formatted YAML file',
    );
  });

  test('replaces lists of the defaults, and merges maps', () => {
    const settings: Tree = { a: { b: 1, c: [1] } };
    mergeUserConfig(settings, { a: { c: { d: 2 } } });
    expect(settings).toEqual({ a: { b: 1, c: { d: 2 } } });
  });

  test('makes the product crash if it is empty', () => {
    expect(() => mergeUserConfig({}, null)).toThrow("'NoneType' object has no attribute 'keys'");
  });

  test('must be stored under /etc/cloudify', () => {
    expect(configPath('db_config.yaml')).toBe('/etc/cloudify/db_config.yaml');
    expect(() => configPath('/tmp/config.yaml')).toThrow(
      'Expected configuration files to be in /etc/cloudify',
    );
  });
});

describe('the rendered files', () => {
  test('use the short name of a broker unless long names are configured', () => {
    const named = (change: Tree) =>
      nodeName(settingsOf({ manager: address, rabbitmq: { nodename: 'a.example', ...change } }));
    expect(named({})).toBe('rabbit@a');
    expect(named({ use_long_name: true })).toBe('rabbit@a.example');
  });

  test('load definitions only on the first broker', () => {
    const config = (change: Tree) => brokerConfig(settingsOf({ manager: address, rabbitmq: change }));
    expect(config({})).toContain('load_definitions');
    expect(config({ join_cluster: 'rabbit1' })).not.toContain('load_definitions');
    expect(config({})).toContain('{tcp_listeners, []}');
  });

  test('grant access to every member and the monitoring user, and to others with a certificate', () => {
    const verify = { ssl_client_verification: true, ssl_only_connections: true };
    const hba = clusterHba(settingsOf(database(none), { postgresql_server: verify }));
    expect(hba).toContain('hostssl replication replicator 192.0.2.3/32 md5');
    expect(hba).toContain('hostssl all cloudify_db_monitoring 192.0.2.2/32 md5');
    expect(hba.at(-2)).toBe('hostssl all all 0.0.0.0/0 md5 clientcert=verify-full');
    expect(addToHba(hba, '192.0.2.3')).toEqual(hba);
    expect(removeFromHba(addToHba(hba, '192.0.2.4'), '192.0.2.4')).toEqual(hba);
  });

  test('escape the token for the file that contains it', () => {
    const cluster = { etcd: { cluster_token: "a'b\\c" } };
    const text = etcdConfig(settingsOf(database(none), { postgresql_server: { cluster } }), '192.0.2.2');
    expect(text).toContain("ETCD_INITIAL_CLUSTER_TOKEN='a\"b/c'");
    expect(text).toContain("ETCD_NAME='etcd192_0_2_2'");
  });

  test('serve an external certificate only under a DNS name', () => {
    const at = (public_ip: string) => listeners(settingsOf(managerNode(none), { manager: { public_ip } }));
    expect(at('192.0.2.1')).toEqual([
      { port: 443, tls: 'internal' },
      { port: 53333, tls: 'internal' },
    ]);
    expect(at('manager1')).toEqual([
      { port: 443, tls: 'external' },
      { port: 53333, tls: 'internal' },
    ]);
  });
});

describe('replication', () => {
  test('queues are mirrored to all brokers', () => {
    const { policies } = JSON.parse(brokerDefinitions(settingsOf({ manager: address }))) as {
      policies: readonly { pattern: string; definition: Tree }[];
    };
    expect(policies.map(({ pattern }) => pattern)).toEqual(['^cloudify-log$', '^cloudify-events$', '^']);
    for (const { definition } of policies) expect(definition).toMatchObject({ 'ha-mode': 'all' });
  });

  test('the leader accepts no writes without a synchronous standby', () => {
    const config = parse(patroniConfig(settingsOf(database(none)))) as Tree;
    const dcs = { synchronous_mode: true, synchronous_mode_strict: true };
    expect(config).toMatchObject({ bootstrap: { dcs } });
  });
});
