import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { exec } from '../lab/containers.ts';
import { heal, kill, part, powerOn } from '../lab/faults.ts';
import { tenHosts } from '../lab/hosts.ts';
import { until } from '../lab/shell.ts';
import { changedSteps, eventsOf, finished, INVENTORY, quorate } from './support/quorate.ts';
import { removeVariants, variant } from './support/variant.ts';

const MINUTE = 60_000;

/** Where the product and Quorate keep what they know, but for the record of who ran what, and the locks. */
const KNOWN =
  'find /etc/cloudify /etc/quorate /var/lib/quorate /etc/hosts /etc/patroni.conf /etc/etcd /opt/manager' +
  ' -type f ! -name history.ndjson ! -path "*/.lib/*" -printf "%p %T@\\n" 2>/dev/null | sort; ls -d /run/quorate/*/lock 2>/dev/null';
const ETCD =
  'ETCDCTL_API=3 etcdctl --cacert /etc/etcd/ca.crt --endpoints https://localhost:2379 member list | cut -d, -f1-4 | sort';

/** All that a refused command must leave as it is, on every host that runs, and whom the members list. */
async function traces(): Promise<unknown> {
  const all = tenHosts.map(async ({ name }) => [name, (await exec(name, ['sh', '-c', KNOWN])).stdout]);
  const brokers = await exec('rabbit3', ['rabbitmqctl', 'cluster_status', '--formatter', 'json']);
  const listed = /"disk_nodes":\[[^\]]*\]/.exec(brokers.stdout)?.[0];
  return [...(await Promise.all(all)), listed, (await exec('db1', ['sh', '-c', ETCD])).stdout];
}

/** Runs it, and asserts exit code 7, an untouched cluster and this arithmetic. */
async function refused(words: readonly [string, ...string[]], ...arithmetic: readonly (string | RegExp)[]) {
  const before = await traces();
  const [command, inventory = INVENTORY, ...rest] = words;
  const began = Date.now();
  const events = eventsOf(await quorate(command, inventory, ...rest, '--output', 'json'));
  const { exitCode, problems } = finished(events);
  const reasons = problems.map(({ why }) => why);
  console.info(`${command} ${rest.join(' ')}: ${Date.now() - began} ms\n${reasons.join('\n')}`);
  expect(exitCode).toBe(7);
  expect(changedSteps(events)).toEqual([]);
  for (const sum of arithmetic) expect(reasons).toEqual(expect.arrayContaining([expect.stringMatching(sum)]));
  expect(await traces()).toEqual(before);
}

async function wellAgain(): Promise<void> {
  await until('the cluster is well again', 120, async () =>
    (await quorate('verify', INVENTORY)).code === 0 ? true : undefined,
  );
}

jest.setTimeout(3 * MINUTE);
afterAll(removeVariants);

/** On the cluster that an earlier stage left. What needs other clusters is in test/integration/simulated/refused.test.ts. */
describe('on the healthy cluster', () => {
  test('three databases do not become two', () =>
    refused(
      ['remove-database', INVENTORY, 'db2'],
      'database: 3 members; without db2 2, at least 3 needed: refused',
    ));

  test('three brokers do not become two', () =>
    refused(
      ['remove-broker', INVENTORY, 'rabbit2'],
      'broker: 3 members; without rabbit2 2, at least 3 needed: refused',
    ));

  test('--lost is refused of a broker that is at work', () =>
    refused(
      ['remove-broker', INVENTORY, 'rabbit2', '--lost'],
      'broker: rabbit2 is at work, by rabbit1, rabbit3: refused',
    ));

  test.each(['remove-database', 'add-database', 'remove-manager', 'remove-broker', 'replace-host'])(
    '%s of a host that the inventory does not have is exit code 2',
    async (command) => {
      const { code, stderr } = await quorate(command, INVENTORY, 'nobody9');
      expect([code, stderr]).toEqual([2, expect.stringContaining('nobody9')]);
    },
  );
});

describe('with a database that does not answer', () => {
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
    await wellAgain();
  }, 4 * MINUTE);

  test('nobody is added while its services are stopped', async () => {
    await exec('db3', ['systemctl', 'stop', 'patroni', 'etcd']);
    await refused(
      ['add-database', grown, 'db4'],
      'etcd: 3 members, 2 healthy, quorum 2; joining db4 makes 4, quorum 3; db3 is not healthy: refused',
    );
  });

  test('and no healthy one is removed while its machine is off: that is 7, not 3', async () => {
    await kill('db3');
    await refused(['remove-database', INVENTORY, 'db2'], /database: 3 members; without db2 2.*refused/);
  });
});

describe('with a broker that the others do not see', () => {
  const apart = [
    ['rabbit1', 'rabbit2'],
    ['rabbit1', 'rabbit3'],
  ] as const;

  afterAll(async () => {
    for (const [one, other] of apart) await heal(one, other);
    // It paused, alone; by itself it may take minutes to see that the others are back.
    await exec('rabbit1', ['systemctl', 'restart', 'cloudify-rabbitmq']);
    await wellAgain();
  }, 4 * MINUTE);

  test('no other one is restarted', async () => {
    for (const [one, other] of apart) await part(one, other);
    await until('the two others miss it, and it has paused', 90, async () => {
      const { stdout } = await exec('rabbit2', ['rabbitmqctl', 'cluster_status', '--formatter', 'json']);
      const running = /"running_nodes":\[([^\]]*)\]/.exec(stdout)?.[1] ?? '';
      const { stdout: amqp } = await exec('rabbit1', ['ss', '-Hltn', 'sport = :5671']);
      return running.includes('rabbit3') && !running.includes('rabbit1') && amqp === '' ? true : undefined;
    });
    await refused(
      ['restart', INVENTORY, '--role', 'broker', '--from-start'],
      'broker: 3 members, 2 running, quorum 2; without rabbit2 1 running of 2: refused',
      'port 25672 is open: it is cut off from the others and has paused, or it hangs',
    );
  });
});
