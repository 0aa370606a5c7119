import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { exec } from '../lab/containers.ts';
import { heal, kill, partition, powerOn } from '../lab/faults.ts';
import { tenHosts } from '../lab/hosts.ts';
import { until } from '../lab/shell.ts';
import { changedSteps, eventsOf, finished, INVENTORY, quorate } from './support/quorate.ts';
import { removeVariants, variant } from './support/variant.ts';

const MINUTE = 60_000;

/** Lists the state of the product and of Quorate with its times, except the run history, and the locks. */
const STATE =
  'find /etc/cloudify /etc/quorate /var/lib/quorate /etc/hosts /etc/patroni.conf /etc/etcd /opt/manager' +
  ' -type f ! -name history.ndjson ! -path "*/.lib/*" -printf "%p %T@\\n" 2>/dev/null | sort; ls -d /run/quorate/*/lock 2>/dev/null';
const ETCD =
  'ETCDCTL_API=3 etcdctl --cacert /etc/etcd/ca.crt --endpoints https://localhost:2379 member list | cut -d, -f1-4 | sort';

/** State that a refused command must not change: the files of each running host, and the listed members. */
async function traces(): Promise<unknown> {
  const all = tenHosts.map(async ({ name }) => [name, (await exec(name, ['sh', '-c', STATE])).stdout]);
  const brokers = await exec('rabbit3', ['rabbitmqctl', 'cluster_status', '--formatter', 'json']);
  const listed = /"disk_nodes":\[[^\]]*\]/.exec(brokers.stdout)?.[0];
  return [...(await Promise.all(all)), listed, (await exec('db1', ['sh', '-c', ETCD])).stdout];
}

/** Runs a command. Asserts exit code 7, an unchanged cluster and the given vote counts. */
async function refused(args: readonly [string, ...string[]], ...voteCounts: readonly (string | RegExp)[]) {
  const before = await traces();
  const [command, inventory = INVENTORY, ...rest] = args;
  const startedAt = Date.now();
  const events = eventsOf(await quorate(command, inventory, ...rest, '--yes', '--output', 'json'));
  const { exitCode, problems } = finished(events);
  const reasons = problems.map(({ why }) => why);
  console.info(`${command} ${rest.join(' ')}: ${Date.now() - startedAt} ms\n${reasons.join('\n')}`);
  expect(exitCode).toBe(7);
  expect(changedSteps(events)).toEqual([]);
  for (const voteCount of voteCounts)
    expect(reasons).toEqual(expect.arrayContaining([expect.stringMatching(voteCount)]));
  expect(await traces()).toEqual(before);
}

async function waitUntilHealthy(): Promise<void> {
  await until('the cluster is healthy', 120, async () =>
    (await quorate('verify', INVENTORY)).code === 0 ? true : undefined,
  );
}

jest.setTimeout(3 * MINUTE);
afterAll(removeVariants);

/**
 * Uses the cluster that an earlier stage left. Cases that need other clusters are in
 * test/integration/simulated/refused.test.ts.
 */
describe('on the healthy cluster', () => {
  test('does not remove one of three databases', () =>
    refused(
      ['remove-database', INVENTORY, 'db2'],
      'database: 3 members; without db2 2, at least 3 needed: refused',
    ));

  test('does not remove one of three brokers', () =>
    refused(
      ['remove-broker', INVENTORY, 'rabbit2'],
      'broker: 3 members; without rabbit2 2, at least 3 needed: refused',
    ));

  test('does not remove a running broker as lost', () =>
    refused(
      ['remove-broker', INVENTORY, 'rabbit2', '--lost'],
      'broker: rabbit2 is reported running by rabbit1, rabbit3: refused',
    ));

  test.each(['remove-database', 'add-database', 'remove-manager', 'remove-broker', 'replace-host'])(
    '%s exits 2 if the inventory does not list the host',
    async (command) => {
      const { code, stderr } = await quorate(command, INVENTORY, 'unknown9', '--yes');
      expect([code, stderr]).toEqual([2, expect.stringContaining('unknown9')]);
    },
  );
});

describe('with a database that is down', () => {
  let grown: string;

  beforeAll(async () => {
    const db3 = /( +- \{ name: db3, .*\n)/;
    const hasty = [/(user: operator)/, '$1\n  connect_timeout: 3'] as const;
    ({ inventory: grown } = variant('grown', hasty, [
      db3,
      '$1    - { name: db4, address: 198.51.100.14 }\n',
    ]));
    expect((await quorate('certificates', 'issue', grown)).code).toBe(0);
  });

  afterAll(async () => {
    await powerOn('db3');
    await waitUntilHealthy();
  }, 4 * MINUTE);

  test('adds no database while its services are stopped', async () => {
    await exec('db3', ['systemctl', 'stop', 'patroni', 'etcd']);
    await refused(
      ['add-database', grown, 'db4'],
      'etcd: 3 members, 2 healthy, quorum 2; joining db4 makes 4, quorum 3; db3 is not healthy: refused',
    );
  });

  test('removes no healthy database while its machine is off, and exits 7 instead of 3', async () => {
    await kill('db3');
    await refused(['remove-database', INVENTORY, 'db2'], /database: 3 members; without db2 2.*refused/);
  });
});

describe('with an isolated broker', () => {
  const partitions = [
    ['rabbit1', 'rabbit2'],
    ['rabbit1', 'rabbit3'],
  ] as const;

  afterAll(async () => {
    for (const [a, b] of partitions) await heal(a, b);
    // The paused broker may take minutes to notice that its peers are reachable again.
    await exec('rabbit1', ['systemctl', 'restart', 'cloudify-rabbitmq']);
    await waitUntilHealthy();
  }, 4 * MINUTE);

  test('restarts no other broker', async () => {
    for (const [a, b] of partitions) await partition(a, b);
    await until('the other brokers miss rabbit1, and rabbit1 has paused', 90, async () => {
      const { stdout } = await exec('rabbit2', ['rabbitmqctl', 'cluster_status', '--formatter', 'json']);
      const running = /"running_nodes":\[([^\]]*)\]/.exec(stdout)?.[1] ?? '';
      const { stdout: amqp } = await exec('rabbit1', ['ss', '-Hltn', 'sport = :5671']);
      return running.includes('rabbit3') && !running.includes('rabbit1') && amqp === '' ? true : undefined;
    });
    await refused(
      ['restart', INVENTORY, '--role', 'broker', '--from-start'],
      'broker: 3 members, 2 running, quorum 2; without rabbit2 1 running of 2: refused',
      'port 25672 is open, so the broker is partitioned and paused, or it hangs',
    );
  });
});
