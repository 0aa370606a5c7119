import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeBrokers } from '../check/brokers.ts';
import { judgePatroni } from '../check/databases.ts';
import { attempt, finding, type Finding } from '../check/finding.ts';
import { request } from '../product/base/request.ts';
import { withClient, type Login } from '../product/services/sql.ts';
import { nativeLogins, on, outputOn } from './access.ts';
import { debian12, nativeHostsOf, type NativeHost, type NativeLab } from './hosts.ts';
import { nativePaths } from './lab.ts';

/**
 * Checks the deployed cluster independently of Quorate: through the services' own programs on the hosts, and as a client
 * through the load balancer.
 */
export async function checkNative(lab: NativeLab = debian12): Promise<readonly Finding[]> {
  const findings = await Promise.all([
    attempt('etcd can be queried', () => checkEtcd(lab)),
    attempt('Patroni can be queried', () => checkPatroni(lab)),
    attempt('the databases accept clients', () => checkSql(lab)),
    attempt('RabbitMQ can be queried', () => checkRabbit(lab)),
    attempt('the connections between the nodes can be tried', () => checkHandshakes(lab)),
  ]);
  return findings.flat();
}

const ETCDCTL: readonly string[] = [
  ...['etcdctl', '--endpoints', 'https://127.0.0.1:2379', '--cacert', '/etc/etcd/quorate-ca.crt'],
  ...['--cert', '/etc/etcd/quorate.crt', '--key', '/etc/etcd/quorate.key'],
];

async function checkEtcd(lab: NativeLab): Promise<readonly Finding[]> {
  const databases = nativeHostsOf('database', lab);
  const lists = await Promise.all(
    databases.map((host) => outputOn(host, [...ETCDCTL, 'member', 'list', '-w', 'json'])),
  );
  const voters = lists.map((text) => votersIn(text));
  const names = databases.map(({ name }) => name).join(' ');
  const health = await Promise.all(databases.map((host) => on(host, [...ETCDCTL, 'endpoint', 'health'])));
  return [
    finding(
      'every member of etcd lists the databases as voters',
      voters.every((v) => v === names),
      voters.join('; '),
    ),
    finding(
      'every member of etcd is healthy',
      health.every(({ code }) => code === 0),
      health.map(({ stderr }) => stderr).join(' '),
    ),
  ];
}

function votersIn(text: string): string {
  const { members } = JSON.parse(text) as {
    members: readonly { name?: string; isLearner?: boolean }[];
  };
  const voters = members.filter(({ isLearner }) => !isLearner);
  return voters
    .map(({ name = 'unstarted' }) => name)
    .sort()
    .join(' ');
}

async function checkPatroni(lab: NativeLab): Promise<readonly Finding[]> {
  const databases = nativeHostsOf('database', lab);
  const ca = readFileSync(join(nativePaths.certificates, 'ca.crt'), 'utf8');
  const answers = await Promise.all(
    databases.map(async ({ address: host }) => {
      const { status, text } = await request({ host, ca, port: 8008, path: '/patroni' });
      return { status, body: text };
    }),
  );
  return judgePatroni(databases, answers);
}

/** Verifies the certificate of the database against the address of the load balancer, as `sslmode=verify-full` does. */
async function checkSql(lab: NativeLab): Promise<readonly Finding[]> {
  const { leader, standbys } = await nativeLogins(lab);
  const seen = await Promise.all([leader, standbys].map(standing));
  const settings = await withClient(leader, async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings WHERE name IN ('data_checksums', 'fsync', 'full_page_writes', 'ssl',
       'synchronous_commit') ORDER BY name`,
    );
    return rows.map(({ setting }) => setting).join(' ');
  });
  return [
    finding(
      'the load balancer forwards one port to the leader, the other to standbys',
      seen.join() === 'leader,standby',
      seen.join(),
    ),
    finding('PostgreSQL protects what it acknowledges', settings === 'on on on on on', settings),
  ];
}

function standing(login: Login): Promise<string> {
  return withClient(login, async (client) => {
    const { rows } = await client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby');
    return rows[0]?.standby ? 'standby' : 'leader';
  });
}

async function checkRabbit(lab: NativeLab): Promise<readonly Finding[]> {
  const brokers = nativeHostsOf('broker', lab);
  const status = ['rabbitmqctl', '--quiet', 'cluster_status', '--formatter', 'json'];
  const outputs = await Promise.all(brokers.map((host) => outputOn(host, status)));
  const [first] = brokers as [NativeHost];
  const policies = await outputOn(first, ['rabbitmqctl', '-q', 'list_policies', '-p', 'orders']);
  const vhosts = await outputOn(first, ['rabbitmqctl', '-q', 'list_vhosts', 'name', 'default_queue_type']);
  return [
    ...judgeBrokers(
      brokers.map(({ container: name }) => ({ name })),
      outputs,
    ),
    finding(
      'queues of the virtual host are quorum queues by default',
      /^orders\tquorum$/m.test(vhosts),
      vhosts,
    ),
    finding('the policy of the virtual host exists', policies.includes('max-length'), policies),
  ];
}

/** A broker's certificate is no login to etcd, and the nodes of RabbitMQ accept only verified connections. */
async function checkHandshakes(lab: NativeLab): Promise<readonly Finding[]> {
  const [broker] = nativeHostsOf('broker', lab) as [NativeHost];
  const [database] = nativeHostsOf('database', lab) as [NativeHost];
  const pair = ['--cert', '/etc/rabbitmq/quorate.crt', '--key', '/etc/rabbitmq/quorate.key'];
  const trust = ['--silent', '--show-error', '--insecure', '--max-time', '10'];
  const stranger = await on(broker, ['curl', ...trust, ...pair, `https://${database.address}:2379/health`]);
  const anonymous = await on(database, ['curl', ...trust, `https://${broker.address}:25672/`]);
  return [
    finding('etcd refuses the certificate of a broker', stranger.code !== 0, stranger.stderr),
    finding(
      'the nodes of RabbitMQ require a certificate of each other',
      anonymous.code !== 0 && /alert|certificate required|handshake/i.test(anonymous.stderr),
      anonymous.stderr,
    ),
  ];
}
