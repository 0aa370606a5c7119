import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Tree } from '../../lab/product/config/merge.ts';
import { createAuthority, removeAuthorities, type Issued } from './authority.ts';
import { database, machine, managerNode, refusal, settingsOf } from './fixture.ts';

type Files = Issued & { ca: string };
const both = ['192.0.2.1', 'manager1'];
let files: Files;
let other: Files;
let curve: Files;
let client: Issued;
let superuser: Issued;

afterAll(removeAuthorities);
beforeAll(async () => {
  const authority = await createAuthority();
  const otherAuthority = await createAuthority();
  const { ca } = authority;
  files = { ...(await authority.issue({ name: 'node', alternatives: both })), ca };
  other = { ...(await otherAuthority.issue({ name: 'other', alternatives: both })), ca: otherAuthority.ca };
  curve = { ...(await authority.issue({ name: 'curve', alternatives: both, keys: 'ec' })), ca };
  client = await authority.issue({ name: 'cloudify' });
  superuser = await authority.issue({ name: 'postgres' });
}, 60_000);

const onDatabase = (change: Tree = {}) => refusal(settingsOf(database(files), change));
const onManager = (change: Tree = {}) => refusal(settingsOf(managerNode(files), change));

describe('a database node', () => {
  test('with all settings is accepted', async () => {
    expect(await onDatabase()).toBeUndefined();
  });

  test.each(['private_ip', 'public_ip'])('needs %s, even if validations are skipped', async (key) => {
    const change = { manager: { [key]: '' }, validations: { skip_validations: true } };
    expect(await onDatabase(change)).toMatch(/^ValidationError: P\w+ IP not set in the config/);
  });

  test('needs the superuser password', async () => {
    const found = await onDatabase({ postgresql_server: { postgres_password: '' } });
    expect(found).toContain('postgres_password must be set to a non-empty value');
  });

  test('reports all empty secrets of the cluster at once', async () => {
    const cluster = {
      etcd: { root_password: '' },
      patroni: { rest_password: '' },
      postgres: { replicator_password: '' },
    };
    const found = await onDatabase({ postgresql_server: { cluster } });
    expect(found).toContain('Etcd cluster token and passwords must be set.');
    expect(found).toContain('Patroni rest username and password must be set.');
    expect(found).toContain('Postgres replicator password must be set.');
  });

  test('needs a second node', async () => {
    const one = database(files) as { postgresql_server: { cluster: { nodes: object } } };
    one.postgresql_server.cluster.nodes = { a: { ip: '192.0.2.1' } };
    expect(await refusal(settingsOf(one as unknown as Tree))).toContain(
      'There must be at least 2 DB cluster nodes.',
    );
  });

  test('needs its certificate, key and CA', async () => {
    const found = await onDatabase({ postgresql_server: { key_path: '' } });
    expect(found).toContain('postgresql_server.cert_path, postgresql_server.key_path');
  });

  test('with a list of nodes passes here, to crash when it is configured', async () => {
    expect(
      await onDatabase({ postgresql_server: { cluster: { nodes: ['192.0.2.1', '192.0.2.2'] } } }),
    ).toBeUndefined();
  });

  test('with a foreign CA passes here, to be refused when it is configured', async () => {
    expect(await onDatabase({ postgresql_server: { ca_path: other.ca } })).toBeUndefined();
  });

  test('needs ssl_only_connections for client verification', async () => {
    const found = await onDatabase({ postgresql_server: { ssl_client_verification: true } });
    expect(found).toContain('ssl_only_connections must be enabled');
  });

  test('reports all problems of the machine together', async () => {
    const poor = { ...machine, addresses: () => ['127.0.0.1'], memoryMb: () => 512, freeDiskGb: () => 0 };
    const found = await refusal(settingsOf(database(files)), poor);
    expect(found).toMatch(/^ValidationError: Validation error\(s\):\n/);
    expect(found).toContain('The provided private IP (192.0.2.1) is not associated');
    expect(found).toContain('not have enough memory');
    expect(found).toContain('not have enough disk space');
  });

  test('is refused if the path lacks the system directories', async () => {
    const bare = { ...machine, environment: () => '/usr/bin:/bin' };
    const found = await refusal(settingsOf(database(files)), bare);
    expect(found).toBe(
      'ValidationError: Environment variables mismatch: PATH must match (^|:)/usr/sbin($|:), PATH must match (^|:)/sbin($|:)',
    );
  });

  test('is refused on a distribution that neither the product nor the lab supports', async () => {
    const host = { ...machine, distribution: () => ({ id: 'debian', version: '11' }) };
    const found = await refusal(settingsOf(database(files)), host);
    expect(found).toContain('current distro (`debian`)');
    expect(found).toContain('current distro version (`11`)');
  });
});

describe('a manager', () => {
  test('with all settings is accepted', async () => {
    expect(await onManager()).toBeUndefined();
  });

  test('with a list of database nodes crashes', async () => {
    const found = await onManager({ postgresql_server: { cluster: { nodes: ['192.0.2.2'] } } });
    expect(found).toBe("AttributeError: 'CommentedSeq' object has no attribute 'values'");
  });

  test('needs an address for each database node', async () => {
    const found = await onManager({ postgresql_server: { cluster: { nodes: { c: {} } } } });
    expect(found).toContain('ip must be set for each DB node');
  });

  test('needs a CA for the database', async () => {
    expect(await onManager({ postgresql_server: { ca_path: '' } })).toContain('a CA certificate');
  });

  test('needs every value of networks on its internal certificate', async () => {
    const found = await onManager({ networks: { load_balancer: '192.0.2.99' } });
    expect(found).toContain('missing: 192.0.2.99');
  });

  test('is refused if key and certificate do not match', async () => {
    const found = await onManager({ ssl_inputs: { internal_key_path: other.key } });
    expect(found).toMatch(/^ValidationError: Key .* does not match the cert/);
  });

  test('is refused if a certificate does not exist', async () => {
    const found = await onManager({ ssl_inputs: { internal_cert_path: '/nowhere.crt' } });
    expect(found).toBe('ValidationError: Cert file /nowhere.crt does not exist');
  });

  test('crashes on an EC key', async () => {
    const inputs = { internal_cert_path: curve.cert, internal_key_path: curve.key };
    expect(await onManager({ ssl_inputs: inputs })).toBe(
      "AttributeError: 'EllipticCurvePublicNumbers' object has no attribute 'n'",
    );
  });

  test('needs its own certificate if the CA has no key', async () => {
    const found = await onManager({ ssl_inputs: { internal_cert_path: '', internal_key_path: '' } });
    expect(found).toContain('both internal_cert_path and internal_key_path must be provided');
  });

  test('cannot have an external certificate if its public address is an IP', async () => {
    const inputs = {
      external_cert_path: files.cert,
      external_key_path: files.key,
      external_ca_cert_path: files.ca,
    };
    expect(await onManager({ ssl_inputs: inputs })).toContain('the external certificate cannot be provided');
    const named = { manager: { public_ip: 'manager1' }, ssl_inputs: inputs };
    expect(await onManager(named)).toBeUndefined();
  });

  test('needs the CA of an external certificate that is not self-signed', async () => {
    const inputs = { external_cert_path: files.cert, external_key_path: files.key };
    const found = await onManager({ manager: { public_ip: 'manager1' }, ssl_inputs: inputs });
    expect(found).toContain('`external_ca_cert_path` must be provided');
  });
});

describe('client verification', () => {
  const inputs = (own: Issued, su: Issued) => ({
    postgresql_client_cert_path: own.cert,
    postgresql_client_key_path: own.key,
    postgresql_superuser_client_cert_path: su.cert,
    postgresql_superuser_client_key_path: su.key,
  });
  const verify = { postgresql_client: { ssl_client_verification: true } };

  test('needs client certificates', async () => {
    expect(await onManager(verify)).toContain('ssl_inputs.postgresql_superuser_client_key_path');
  });

  test('needs cloudify and the superuser as common names', async () => {
    expect(await onManager({ ...verify, ssl_inputs: inputs(client, superuser) })).toBeUndefined();
    expect(await onManager({ ...verify, ssl_inputs: inputs(superuser, superuser) })).toContain(
      'CN to be set to "cloudify" (without quotes). Provided client cert has CN: postgres',
    );
    expect(await onManager({ ...verify, ssl_inputs: inputs(client, client) })).toContain(
      'CN to be set to "postgres"',
    );
  });
});
