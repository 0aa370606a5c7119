import { describe, expect, test } from '@jest/globals';
import { configFor, install, installAll, stage, tell, wait } from './cluster.ts';
import { command, connectTo, file, job, run, tenSimulated } from './hosts.ts';

const overlay = (name: string, section: string, over: object) => {
  const config = configFor(name);
  return { ...config, [section]: { ...(config[section] as object), ...over } };
};

describe('cfy_manager', () => {
  test('is missing before its package is installed, and has the version of the package afterwards', async () => {
    const transport = tenSimulated();
    expect((await tell(transport, 'db1', 'cfy_manager version')).code).toBe(127);
    expect((await tell(transport, 'db1', 'packages install /nowhere.deb')).code).toBe(100);
    await stage(transport, 'db1');
    expect((await tell(transport, 'db1', 'cfy_manager version')).out).toBe('Cloudify 7.0.4\n');
    expect((await tell(transport, 'db1', 'cfy_manager validate')).code).toBe(0);
  });

  test.each([
    [
      'an empty password',
      overlay('db1', 'postgresql_server', { postgres_password: '' }),
      'postgres_password must be',
    ],
    ['another address', overlay('db1', 'manager', { private_ip: '192.0.2.1' }), 'not on any local interface'],
    ['no addresses', overlay('db1', 'manager', { private_ip: '' }), 'private_ip and public_ip must be set'],
    [
      'a file that is missing',
      overlay('db1', 'postgresql_server', { key_path: '/etc/none.key' }),
      "'/etc/none.key'",
    ],
    ['something that is not YAML', 'manager: {', 'InputError'],
  ])('refuses %s before it changes anything', async (_what, config, said) => {
    const transport = tenSimulated();
    const { code, lines } = await install(transport, 'db1', config);
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain(said);
    expect(transport.world.host('db1').database).toBeUndefined();
  });

  test.each([
    ['a list of nodes', { nodes: ['198.51.100.11', '198.51.100.12'] }, "'CommentedSeq' object"],
    ['a single node', { nodes: { db1: { ip: '198.51.100.11' } } }, 'at least two'],
    [
      'nodes without this host',
      { nodes: { a: { ip: '192.0.2.1' }, b: { ip: '192.0.2.2' } } },
      'is not one of',
    ],
  ])('crashes late on %s, as the real program does', async (_what, nodes, said) => {
    const transport = tenSimulated();
    const { cluster } = configFor('db1')['postgresql_server'] as { cluster: object };
    const config = overlay('db1', 'postgresql_server', { cluster: { ...cluster, ...nodes } });
    const { code, lines } = await install(transport, 'db1', config);
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain(said);
  });

  test('crashes on a broker without networks', async () => {
    const members = { rabbit1: { default: '198.51.100.21' } };
    const config = overlay('rabbit1', 'rabbitmq', { cluster_members: members });
    expect((await install(tenSimulated(), 'rabbit1', config)).lines.at(-1)).toContain("KeyError: 'networks'");
  });

  test('writes its marker last, and writes its own log', async () => {
    const transport = tenSimulated();
    const session = await stage(transport, 'db1');
    const { files } = transport.world.host('db1');
    await session.startJob(job('install', 'cfy_manager install -v'));
    await wait(transport, 90);
    expect(transport.world.host('db1').database).toBeDefined();
    expect(files.has('/etc/cloudify/.installed/database_service')).toBe(false);
    await session.followJob('install', { offset: 0 }, () => undefined);
    expect(files.has('/etc/cloudify/.installed/database_service')).toBe(true);
    const log = await session.read('/var/log/cloudify/manager/cfy_manager.log', { tailBytes: 10_000 });
    expect(log).toContain('[POSTGRESQL_SERVER] - INFO - Starting etcd\n');
  });

  test('remove stops and deletes the services of the host; other members still list it', async () => {
    const transport = tenSimulated();
    await installAll(transport, 'rabbit1', 'rabbit2', 'rabbit3');
    expect((await tell(transport, 'rabbit3', 'cfy_manager remove -v')).code).toBe(0);
    const { files, broker } = transport.world.host('rabbit3');
    expect([broker, files.has('/etc/cloudify/.installed/queue_service')]).toEqual([undefined, false]);
    expect((await tell(transport, 'rabbit1', 'cfy_manager brokers list')).out).toContain(
      'rabbit@rabbit3 | False',
    );
    expect((await tell(transport, 'rabbit3', 'cfy_manager brokers list')).code).toBe(1);
    expect((await tell(transport, 'rabbit3', 'cfy_manager dbs list')).err).toContain('There are no DB nodes');
  });
});

describe('other programs', () => {
  test('test(1) checks existence, files, directories, sizes and programs', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'lb1');
    await session.change([file('/etc/empty', ''), run('packages install haproxy')]);
    const codes = async (...questions: readonly string[]) => {
      const answers = await session.ask(questions.map((question) => command(question)));
      return answers.map((answer) => (answer.kind === 'exited' ? answer.code : undefined));
    };
    expect(await codes('test -e /etc', 'test -e /nowhere', 'test ! -e /nowhere')).toEqual([0, 1, 0]);
    expect(await codes('test -f /etc', 'test -d /etc', 'test -f /etc/hosts')).toEqual([1, 0, 0]);
    expect(await codes('test -s /etc/empty', 'test -s /etc/hosts')).toEqual([1, 0]);
    expect(await codes('test -x /usr/sbin/haproxy', 'test -x /etc/hosts')).toEqual([0, 1]);
  });

  test('packages are installed once and removed; unknown packages are refused', async () => {
    const transport = tenSimulated();
    await tell(transport, 'lb1', 'packages install haproxy');
    await tell(transport, 'lb1', 'packages install haproxy');
    expect(transport.world.applied.filter(({ what }) => what === 'package haproxy installed')).toHaveLength(
      1,
    );
    expect((await tell(transport, 'lb1', 'haproxy -v')).out).toContain('2.6.12');
    expect((await tell(transport, 'lb1', 'packages install nginx')).code).toBe(100);
    await tell(transport, 'lb1', 'packages remove haproxy');
    expect((await tell(transport, 'lb1', 'packages remove haproxy')).code).toBe(0);
    expect((await tell(transport, 'lb1', 'haproxy -v')).code).toBe(127);
  });

  test('systemctl reports a missing unit, and a unit without reload', async () => {
    const transport = tenSimulated();
    expect((await tell(transport, 'lb1', 'systemctl enable haproxy')).err).toContain(
      'haproxy.service not found',
    );
    expect((await tell(transport, 'db1', 'systemctl start patroni')).code).toBe(5);
    expect((await tell(transport, 'db1', 'systemctl is-active patroni.service')).code).toBe(3);
    expect((await tell(transport, 'db1', 'systemctl daemon-reload')).code).toBe(0);
    await installAll(transport, 'rabbit1');
    expect((await tell(transport, 'rabbit1', 'systemctl reload rabbitmq-server')).err).toContain(
      'not applicable',
    );
    expect((await tell(transport, 'rabbit1', 'systemctl reload-or-restart rabbitmq-server')).code).toBe(0);
    expect((await tell(transport, 'rabbit1', 'rabbitmq-diagnostics ping')).code).toBe(69);
  });

  test('a command with an unresolved argument never reaches a host', async () => {
    const session = await connectTo(tenSimulated(), 'db1');
    const live = { ...command('test -e'), args: ['-e', { live: 'candidate', of: 'db1' } as const] };
    await expect(session.ask([live])).rejects.toThrow('unresolved argument in command');
  });
});
