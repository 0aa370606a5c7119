import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { cfyCommands } from '../../lab/product/cli/cfy/commands.ts';
import { parseCommand, UsageError } from '../../lab/product/cli/product/commands.ts';
import { dumped } from '../../lab/product/config/dump.ts';
import { listeners } from '../../lab/product/config/globals.ts';
import { brokerAddress, databaseAddresses } from '../../lab/product/config/members.ts';
import type { Tree } from '../../lab/product/config/merge.ts';
import type { Settings } from '../../lab/product/config/settings.ts';
import { releaseOf } from '../../lab/product/releases.ts';
import { ownMember } from '../../lab/product/services/database/etcd.ts';
import { clusterHba } from '../../lab/product/services/database/hba.ts';
import { findRoute } from '../../lab/product/services/manager/rest/routes.ts';
import { createAuthority, removeAuthorities, type Issued } from './authority.ts';
import { database, managerNode, refusal, settingsAs } from './fixture.ts';

const DEV = '5.0.5-dev';
const list = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
let files: Issued & { ca: string };

afterAll(removeAuthorities);
beforeAll(async () => {
  const authority = await createAuthority();
  files = { ...(await authority.issue({ name: 'node', alternatives: ['192.0.2.1'] })), ca: authority.ca };
}, 60_000);

/** Returns the settings of a database or a manager as the specification defines them. */
const specified = (role: 'database' | 'manager', change: Tree = {}): Settings => {
  const node = role === 'database' ? database(files) : managerNode(files);
  const plain = { rabbit1: { default: '192.0.2.11' } };
  const form = { services_to_install: [`${role}_service`], postgresql_server: { cluster: { nodes: list } } };
  const rabbitmq = { cluster_members: plain };
  const tree = structuredClone(node) as { rabbitmq?: Tree };
  if (tree.rabbitmq) tree.rabbitmq['cluster_members'] = {};
  return settingsAs(DEV, tree, form, { rabbitmq }, change);
};

describe('a release', () => {
  test.each(['5.0.5', '5.3', '8.0', '7', '7.0.4-dev'])('%s is not supported by the stand-in', (version) => {
    expect(() => releaseOf(version)).toThrow(`no stand-in for release ${version}`);
  });

  test.each([
    ['5.0.5-dev', '5.0.5-dev'],
    ['5.1.4', '5.1'],
    ['5.2.7', '5.2'],
    ['6.4.2', '6.4'],
    ['7.0', '7.0'],
  ])('%s belongs to series %s', (version, series) => {
    expect(releaseOf(version).series).toBe(series);
  });

  test.each(['5.1.4', '5.2.7', '6.4.2', '7.0.4'])(
    '%s accepts a map of nodes with addresses',
    async (version) => {
      expect(await refusal(settingsAs(version, database(files)))).toBeUndefined();
      expect(await refusal(settingsAs(version, managerNode(files)))).toBeUndefined();
    },
  );
});

describe('5.0.5-dev', () => {
  test('accepts the settings of the specification', async () => {
    expect(await refusal(specified('database'))).toBeUndefined();
    expect(await refusal(specified('manager'))).toBeUndefined();
  });

  test('reads nodes from a list and brokers without networks', () => {
    expect(databaseAddresses(specified('database'))).toEqual(list);
    expect(brokerAddress(specified('manager'), 'rabbit1')).toBe('192.0.2.11');
  });

  test('reads names instead of addresses from a map, and accepts a node that is not listed', async () => {
    const settings = settingsAs(DEV, database(files), { services_to_install: ['database_service'] });
    expect(databaseAddresses(settings)).toEqual(['a', 'b', 'c']);
    expect(await ownMember(settings)).toBe('192.0.2.1');
  });

  test('fails on the brokers of a later release', () => {
    const settings = settingsAs(DEV, managerNode(files), { services_to_install: ['manager_service'] });
    expect(() => brokerAddress(settings, 'rabbit1')).toThrow("'default'");
  });

  test('has no monitoring service', () => {
    expect(() => settingsAs(DEV, database(files))).toThrow("'monitoring_service' is not in list");
  });

  test('ignores addresses in the configuration', async () => {
    const settings = specified('database');
    Object.assign(settings.manager, { private_ip: '' });
    expect(await refusal(settings)).toContain('Use the `--private-ip` flag');
    expect(specified('database', { manager: { private_ip: '192.0.2.77' } }).manager.private_ip).toBe(
      '192.0.2.1',
    );
  });

  test('needs one client certificate with any common name', async () => {
    const client = { postgresql_client: { ssl_client_verification: true } };
    const found = await refusal(specified('manager', client));
    expect(found).toContain('ssl_inputs.postgresql_client_key_path, and');
    const own = { postgresql_client_cert_path: files.cert, postgresql_client_key_path: files.key };
    expect(await refusal(specified('manager', { ...client, ssl_inputs: own }))).toBeUndefined();
    const verify = { ssl_client_verification: true, ssl_only_connections: true };
    expect(clusterHba(specified('database', { postgresql_server: verify })).at(-1)).toContain(
      'clientcert=verify-ca',
    );
  });
});

describe('the configuration formats of other releases', () => {
  test('5.2 crashes on a list during configuration', async () => {
    const settings = settingsAs('5.2.7', database(files), {
      postgresql_server: { cluster: { nodes: list } },
    });
    expect(await refusal(settings)).toBeUndefined();
    expect(() => databaseAddresses(settings)).toThrow("'CommentedSeq' object has no attribute 'values'");
  });

  test('7.0 crashes on a broker without networks', () => {
    const rabbitmq = { cluster_members: { rabbit2: { default: '192.0.2.12' } } };
    expect(() => brokerAddress(settingsAs('7.0.4', managerNode(files), { rabbitmq }), 'rabbit2')).toThrow(
      "'networks'",
    );
  });

  test('releases before 7.0 always serve an external certificate on 443, even for an IP address', async () => {
    const external = {
      external_cert_path: files.cert,
      external_key_path: files.key,
      external_ca_cert_path: files.ca,
    };
    const change = { manager: { security: { ssl_enabled: true } }, ssl_inputs: external };
    const settings = settingsAs('6.4.2', managerNode(files), change);
    expect(await refusal(settings)).toBeUndefined();
    expect(listeners(settings)).toEqual([
      { port: 443, tls: 'external' },
      { port: 53333, tls: 'internal' },
    ]);
  });

  test('releases up to 5.2 serve users without TLS by default', () => {
    expect(listeners(settingsAs('5.2.7', managerNode(files)))[0]).toEqual({ port: 80, tls: 'none' });
  });
});

describe('config.yaml after the installation', () => {
  test('5.0.5-dev removes the password, and refuses the resulting file', async () => {
    const left = parse(dumped(specified('manager'))) as Tree;
    expect(left).toMatchObject({
      postgresql_client: { server_password: '<removed>' },
      networks: { default: '192.0.2.1' },
    });
    expect(await refusal(specified('manager', left))).toContain(
      'Previously removed password(s) detected. Password values must be changed to something other than "<removed>". ' +
        "Locations: ['postgresql_client.server_password']",
    );
  });

  test('5.0.5-dev keeps the passwords of a database, because it is a cluster member', () => {
    expect(parse(dumped(specified('database')))).toMatchObject({
      postgresql_server: { postgres_password: 'p' },
    });
  });

  test('5.2 keeps all passwords and adds all defaults', async () => {
    const left = parse(dumped(settingsAs('5.2.7', managerNode(files)))) as Tree;
    expect(left).toMatchObject({
      postgresql_client: { server_password: 's' },
      agent: { broker_port: 5671 },
      service_management: 'supervisord',
    });
    expect(left).not.toHaveProperty('release');
    expect(await refusal(settingsAs('5.2.7', left))).toBeUndefined();
  });
});

describe('commands', () => {
  const parsed = (version: string, line: string) => parseCommand(line.split(' '), releaseOf(version)).parsed;

  test.each([
    'brokers-list',
    'brokers-remove -r rabbit3',
    'brokers-add -j rabbit1',
    'db-node-list',
    'db-node-remove -a 192.0.2.3',
    'install --private-ip 192.0.2.1 --public-ip 192.0.2.1 -v',
    'remove --force',
  ])('5.0.5-dev has: %s', (line) => {
    expect(parsed(DEV, line).words).toEqual([]);
  });

  test.each([
    'brokers list',
    'brokers remove -r x',
    'dbs list',
    'install -c /etc/cloudify/a.yaml',
    'version',
  ])('5.0.5-dev does not have: %s', (line) => {
    expect(() => parsed(DEV, line)).toThrow(UsageError);
  });

  test('--force is accepted up to 5.2 only', () => {
    expect(parsed('5.2.7', 'remove --force').flag('force')).toBe(true);
    expect(() => parsed('7.0.4', 'remove --force')).toThrow(UsageError);
  });

  test('cfy lists database nodes since 5.1, and brokers also in 5.0.5-dev', () => {
    expect(cfyCommands(releaseOf(DEV))['cluster db-nodes list']).toBeUndefined();
    expect(cfyCommands(releaseOf(DEV))['cluster brokers list']).toBeDefined();
    expect(cfyCommands(releaseOf('5.1.4'))['cluster db-nodes list']).toBeDefined();
  });
});

describe('the REST interface', () => {
  const knows = (version: string, path: string) => findRoute(releaseOf(version), 'GET', path) !== undefined;

  test.each([
    ['ok', ['6.4.2', '7.0.4'], [DEV, '5.1.4', '5.2.7']],
    ['cluster-status', ['5.1.4', '7.0.4'], [DEV]],
    ['db-nodes', ['5.2.7', '7.0.4'], [DEV]],
    ['status', [DEV, '7.0.4'], []],
    ['brokers', [DEV, '7.0.4'], []],
  ])('%s exists in %j and not in %j', (path, present, missing) => {
    expect(present.filter((version) => !knows(version, path))).toEqual([]);
    expect(missing.filter((version) => knows(version, path))).toEqual([]);
  });
});
