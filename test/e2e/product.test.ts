import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkServices } from '../lab/check.ts';
import { exec } from '../lab/containers.ts';
import { labSecrets } from '../lab/cluster.ts';
import { findHost } from '../lab/hosts.ts';
import { reset } from '../lab/lab.ts';
import { paths } from '../lab/paths.ts';
import { buildPackage } from '../lab/product/build.ts';
import { must, until } from '../lab/shell.ts';
import { INVENTORY, quorate } from './support/quorate.ts';

const MINUTE = 60_000;
const CONFIG = '/etc/cloudify/config.yaml';
const KEY = '/etc/quorate/node.key';
const MARKERS = '/etc/cloudify/.installed';

const text = async (host: string, ...argv: readonly string[]) => (await exec(host, argv)).stdout.trim();
const product = (host: string, ...args: readonly string[]) =>
  exec(host, ['cfy_manager', ...args], { timeoutMs: 2 * MINUTE });

/** Copies the key of a host to it. Quorate deletes the key after the install, but `cfy_manager configure` needs it. */
async function copyKey(host: string): Promise<void> {
  await must(['docker', 'cp', join(paths.certificates, `${host}.key`), `${host}:${KEY}`]);
}

/** Hazards of the product that the stand-in must reproduce, on real etcd, Patroni and RabbitMQ. */
describe('the stand-in for the product, on a 7.0 cluster', () => {
  beforeAll(async () => {
    if ((await checkServices()).every(({ ok }) => ok)) return;
    await reset({ yes: true });
    const ended = await quorate('deploy', INVENTORY, '--playbook', 'playbooks/deploy-overlapped.yaml');
    if (ended.code !== 0) throw new Error(ended.stdout.slice(-4000) + ended.stderr);
  }, 5 * MINUTE);

  test('Patroni runs in strict synchronous mode', async () => {
    const get = ['curl', '-s', '--cacert', '/etc/etcd/ca.crt', 'https://198.51.100.11:8008/config'];
    expect(JSON.parse(await text('db1', ...get))).toMatchObject({
      synchronous_mode: true,
      synchronous_mode_strict: true,
    });
  });

  test('queues are classic and mirrored to all brokers', async () => {
    const policies = JSON.parse(
      await text('rabbit2', 'rabbitmqctl', '-q', 'list_policies', '--formatter', 'json'),
    ) as readonly { definition: string }[];
    expect(policies.map(({ definition }) => JSON.parse(definition) as object)).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ 'ha-mode': 'all' })),
    );
    const list = ['rabbitmqctl', '-q', 'list_queues', 'name', 'type', 'slave_pids', '--formatter', 'json'];
    const queues = JSON.parse(await text('rabbit1', ...list)) as readonly {
      type: string;
      slave_pids: unknown[];
    }[];
    expect(queues.length).toBeGreaterThan(0);
    expect(queues.filter(({ type, slave_pids }) => type !== 'classic' || slave_pids.length !== 2)).toEqual(
      [],
    );
  });

  test('cfy cluster status exits 0 although no manager responds', async () => {
    const managers = ['manager1', 'manager2', 'manager3'];
    const each = (verb: string) =>
      Promise.all(managers.map((host) => exec(host, ['systemctl', verb, 'cloudify-restservice'])));
    await each('stop');
    const { code, stdout } = await exec('manager3', ['cfy', 'cluster', 'status']);
    await each('start');
    expect(stdout).toContain('is not responding');
    expect(code).toBe(0);
  });

  test(
    'configure on a joined broker discards its data and joins it again',
    async () => {
      await exec('rabbit2', ['rabbitmqctl', '-q', 'add_vhost', 'unmirrored']);
      await exec('rabbit2', [
        'rabbitmqctl',
        '-q',
        'set_permissions',
        '-p',
        'unmirrored',
        'cloudify',
        '.*',
        '.*',
        '.*',
      ]);
      await declareOnlyOn('rabbit2', 'unmirrored');
      await copyKey('rabbit2');
      const { code, stdout } = await product('rabbit2', 'configure');
      expect({ code, stdout }).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Joining cluster via node'),
      });
      const list = ['rabbitmqctl', '-q', 'list_queues', '-p', 'unmirrored', 'name', '--formatter', 'json'];
      expect(JSON.parse(await text('rabbit1', ...list))).toEqual([]);
      expect(await text('rabbit2', 'rabbitmqctl', '-q', 'list_vhosts')).toContain('unmirrored');
      await exec('rabbit1', ['rabbitmqctl', '-q', 'delete_vhost', 'unmirrored']);
    },
    2 * MINUTE,
  );

  test(
    'configure wipes the etcd data of a database that did not respond for a moment, although it has recovered by then',
    async () => {
      const members = () => text('db1', 'sh', '-c', `${etcdctl} member list | cut -d, -f1,3 | sort`);
      const before = await members();
      expect(before.split('\n')).toHaveLength(3);
      await exec('db3', ['touch', '/var/lib/etcd/kept']);
      await copyKey('db3');
      await exec('db3', ['rm', '-f', '/run/hang']);
      await must(['docker', 'exec', '--detach', 'db3', 'sh', '-c', hang]);
      await until('etcd is about to hang', 30, async () =>
        (await exec('db3', ['test', '-e', '/run/hang'])).code === 0 ? true : undefined,
      );
      await product('db3', 'configure');
      expect((await exec('db3', ['test', '-e', '/var/lib/etcd/kept'])).code).toBe(1);
      const config = await text('db3', 'cat', '/etc/etcd/etcd.conf');
      expect(config).toContain("ETCD_INITIAL_CLUSTER_STATE='existing'");
      expect(await members()).toBe(before);
    },
    2 * MINUTE,
  );
});

/**
 * Suspends etcd from the start of its configuration until the product notices: either it fails to add the member,
 * because the peers miss etcd too, or it writes the state \"existing\", because the peers do not miss it yet.
 */
const hang = `
log=/var/log/cloudify/manager/cfy_manager.log
seen() { grep -c "$1" $log; }
noticed() { [ "$(seen 'Etcd member add failed')" -gt "$failed" ] || grep -q "'existing'" /etc/etcd/etcd.conf; }
before=$(seen 'Configuring etcd') failed=$(seen 'Etcd member add failed')
sed -i "/'existing'/d" /etc/etcd/etcd.conf
touch /run/hang
until [ "$(seen 'Configuring etcd')" -gt "$before" ]; do sleep 0.05; done
pkill -STOP -x etcd
for i in $(seq 1200); do if noticed; then break; fi; sleep 0.05; done
pkill -CONT -x etcd
`;

const etcdctl =
  'ETCDCTL_API=3 etcdctl --cacert /etc/etcd/ca.crt --endpoints https://198.51.100.11:2379,https://198.51.100.12:2379';

async function declareOnlyOn(host: string, vhost: string): Promise<void> {
  const { rabbitmq_password = '' } = await labSecrets();
  const url = `https://${findHost(host).address}:15671/api/queues/${vhost}/mine`;
  const body = JSON.stringify({ durable: true, node: `rabbit@${host}` });
  const config = `user = "cloudify:${rabbitmq_password}"\n`;
  const curl = ['curl', '-sf', '-K', '-', '--cacert', '/etc/quorate/ca.crt', '-X', 'PUT', '-d', body, url];
  const { code } = await exec(host, curl, { input: config });
  expect(code).toBe(0);
}

/** The other nodes do not exist, as when the first node is installed. */
describe('the first database of a new cluster', () => {
  let config: Record<string, unknown>;

  beforeAll(async () => {
    config = parse(await text('db1', 'cat', CONFIG)) as Record<string, unknown>;
    await reset({ yes: true, hosts: ['db1'] });
    const installer = await buildPackage('7.0.4');
    await exec('db1', ['mkdir', '-p', '/etc/quorate']);
    for (const [file, target] of [
      [installer, '/root/product.deb'],
      [join(paths.certificates, 'ca.crt'), '/etc/quorate/ca.crt'],
      [join(paths.certificates, 'db1.crt'), '/etc/quorate/node.crt'],
    ] as const)
      await must(['docker', 'cp', file, `db1:${target}`]);
    await copyKey('db1');
    await must(['docker', 'exec', 'db1', 'dpkg', '-i', '/root/product.deb']);
  }, 2 * MINUTE);

  async function install(change: object): Promise<number> {
    const own = { ip: '198.51.100.11' };
    const nodes = { db1: own, absent1: { ip: '198.51.100.98' }, absent2: { ip: '198.51.100.99' } };
    const server = { ...(config['postgresql_server'] as { readonly cluster: object }) };
    const cluster = { ...server.cluster, nodes };
    const postgresql_server = { ...server, cluster };
    await exec('db1', ['sh', '-c', `umask 077; cat >${CONFIG}`], {
      input: stringify({ ...config, postgresql_server, ...change }),
    });
    // Redirect the output to a file, because a child of the installer keeps it open.
    const { code } = await exec('db1', ['sh', '-c', 'cfy_manager install >/root/log 2>&1'], {
      timeoutMs: 2 * MINUTE,
    });
    return code;
  }

  test(
    'has no marker if the last part of the install fails, although all services run',
    async () => {
      expect(await install({ prometheus: { ca_path: '/etc/quorate/node.crt' } })).toBe(1);
      expect(await text('db1', 'cat', '/root/log')).toContain('Prometheus');
      expect(await text('db1', 'systemctl', 'is-active', 'etcd', 'patroni')).toBe('active\nactive');
      expect(await text('db1', 'sh', '-c', `ls ${MARKERS}; ls -d /etc/cloudify/.configured`)).toBe(
        'components.yaml\npackages.yaml',
      );
    },
    2 * MINUTE,
  );

  test(
    'has its markers at the end, and a child of the installer still waits for the other nodes',
    async () => {
      expect(await install({})).toBe(0);
      expect(await text('db1', 'ls', MARKERS)).toContain('database_service');
      const [pid = ''] = (await text('db1', 'pgrep', '-f', 'patroni_startup_check')).split('\n');
      expect(pid).toMatch(/^\d+$/);
      expect(await text('db1', 'readlink', `/proc/${pid}/fd/1`)).toBe('/root/log');
    },
    2 * MINUTE,
  );
});
