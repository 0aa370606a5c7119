import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readInventory } from '../../../src/inventory/read.ts';
import { hostNamed, type Application, type Cluster } from '../../../src/model/cluster.ts';
import type { Change } from '../../../src/model/change.ts';
import { restartChange } from '../../../src/plan/build/named-change.ts';
import {
  applicationDropIn,
  applicationEnvironment,
} from '../../../src/platforms/native/config/application.ts';
import { balancerConfig } from '../../../src/platforms/native/config/haproxy.ts';
import { reveal, Secret } from '../../../src/model/secret.ts';
import { gateOf } from '../../../src/registry/gates.ts';
import { Stage } from '../../support/simulated.ts';
import { materialFor } from '../../unit/plan/shipped.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import { cluster as ten, planOf } from '../../unit/platforms/native/fixture.ts';

const text = readFileSync('inventories/native-application.yaml', 'utf8');
const { cluster: shared } = await loadInventory('inventories/native-application.yaml', {
  HOME: '/home/operator',
});
const shop = shared.native?.application as Application;
const deploy = planOf('deploy', { kind: 'deploy' }, shared);
const ENVIRONMENT = '/etc/shop/quorate.env';

type Run = Awaited<ReturnType<Stage['run']>>;

const changed = ({ events }: Run) =>
  events.flatMap((event) =>
    event.kind === 'step.finished' && event.outcome !== 'unchanged' ? [event.step] : [],
  );

const gates = ({ events }: Run) =>
  events.flatMap((event) => (event.kind === 'gate.finished' ? [event.gate] : []));

function stageOf(cluster: Cluster): Stage {
  return new Stage({ cluster, material: materialFor(cluster) });
}

function problemsOf(changedText: string): readonly string[] {
  const context = { path: 'inventory.yaml', directory: '/work', home: '/root', env: {} };
  return readInventory(changedText, context).problems.map(({ what }) => String(what));
}

describe('native.application in an inventory', () => {
  const managers = /managers:\n(?: .*\n)+/;
  const application = / {2}# The operator's own(?:.*\n)+? {4}health.*\n/;

  test('requires managers, and managers require it', () => {
    expect(problemsOf(text)).toEqual([]);
    expect(problemsOf(text.replace(managers, ''))).toEqual([
      'native.application is set, but no managers are listed',
    ]);
    expect(problemsOf(text.replace(application, ''))).toEqual([
      'managers are listed, but native.application is missing',
    ]);
    expect(problemsOf(text.replace(managers, '').replace(application, ''))).toEqual([]);
  });

  test('is refused with a port that another role on the machine needs', () => {
    for (const port of [5432, 5671, 8443])
      expect(problemsOf(text.replace('port: 8080', `port: ${port}`))[0]).toMatch(
        new RegExp(`share a machine, and both need port ${port}$`),
      );
  });

  test('is refused with a unit of Quorate, or a path that is not absolute', () => {
    expect(problemsOf(text.replace('unit: shop', 'unit: quorate-etcd'))).toHaveLength(1);
    expect(problemsOf(text.replace(ENVIRONMENT, 'quorate.env'))).toHaveLength(1);
    expect(problemsOf(text.replace('{ path: /health }', '{ path: "/a b" }'))).toHaveLength(1);
  });
});

describe('the files of the application', () => {
  test('the unit starts only after its release, with its environment', () => {
    expect(applicationDropIn(shop).split('\n').slice(2)).toEqual([
      '[Unit]',
      'ConditionPathExists=/var/lib/quorate/installed/manager',
      '[Service]',
      'EnvironmentFile=/etc/shop/quorate.env',
      '',
    ]);
  });

  test('the environment has the addresses of the load balancers, and shows no password', () => {
    const secrets = {
      ...materialFor(ten).secrets,
      postgresql_user_shop: new Secret('p"$\\x'),
      rabbitmq_user_shop: new Secret('amqp-marker'),
    };
    const environment = applicationEnvironment(ten, { secrets });
    expect(reveal(environment).split('\n')).toEqual(
      expect.arrayContaining([
        'QUORATE_POSTGRESQL_LEADER=10.20.0.41:5000,10.20.0.42:5000',
        'QUORATE_POSTGRESQL_STANDBYS=10.20.0.41:5001,10.20.0.42:5001',
        'QUORATE_AMQP=10.20.0.41:5673,10.20.0.42:5673',
        'QUORATE_CA_FILE=/etc/ssl/certs/quorate-ca.crt',
        'QUORATE_POSTGRESQL_PASSWORD_SHOP="p\\"\\$\\\\x"',
        'QUORATE_AMQP_PASSWORD_SHOP="amqp-marker"',
      ]),
    );
    expect(String(environment)).toContain('QUORATE_AMQP_PASSWORD_SHOP="[secret]"');
    expect(String(environment)).not.toContain('amqp-marker');
    const direct = { ...ten, hosts: ten.hosts.filter(({ role }) => role !== 'load_balancer') };
    expect(reveal(applicationEnvironment(direct, { secrets }))).toContain(
      'QUORATE_POSTGRESQL_LEADER=10.20.0.11:5432,10.20.0.12:5432,10.20.0.13:5432\n',
    );
  });

  test('HAProxy keeps a client on its manager, and checks the health of each', () => {
    expect(balancerConfig(shared, hostNamed(shared, 'lb3'))).toContain(
      [
        'listen application',
        '    bind 10.20.0.13:8443',
        '    balance source',
        '    hash-type consistent',
        '    option httpchk GET /health',
        '    http-check expect status 200',
        '    default-server inter 2s fall 3 rise 2 on-marked-down shutdown-sessions',
        '    server shop1 10.20.0.11:8080 check',
        '    server shop2 10.20.0.12:8080 check',
        '',
      ].join('\n'),
    );
  });
});

describe('the application on simulated hosts', () => {
  test('is started before the load balancers, and a second deploy changes nothing', async () => {
    const stage = stageOf(shared);
    const first = await stage.run(deploy);
    expect(first.finished).toMatchObject({ outcome: 'done', problems: [] });
    expect(gates(first).slice(-2)).toEqual(['manager-status', 'load-balancer']);
    expect(stage.world.host('shop1').files.get(ENVIRONMENT)).toMatchObject({ mode: 0o600 });
    expect(stage.world.applied.filter(({ what }) => what === 'application shop1 started')).toHaveLength(1);
    const second = await stage.run(deploy);
    expect(second.finished).toMatchObject({ outcome: 'done' });
    expect(changed(second)).toEqual([]);
  });

  test('is restarted if its environment changes', async () => {
    const stage = stageOf(shared);
    await stage.run(deploy);
    const grown: Cluster = {
      ...shared,
      native: { ...(shared.native as NonNullable<Cluster['native']>), application: { ...shop, port: 8081 } },
    };
    const next = await stage.run(planOf('deploy', { kind: 'deploy' }, grown));
    expect(next.finished).toMatchObject({ outcome: 'done', problems: [] });
    expect(changed(next)).toEqual(
      expect.arrayContaining(['first-manager/shop1/restart', 'other-managers/shop2/restart']),
    );
  });

  test('its gate fails if the application returns another status', async () => {
    const stage = stageOf(shared);
    const failed = await stage.run(deploy, {
      on: (event) => {
        const { application } = stage.world.host('shop2');
        if (event.kind === 'gate.started' && application)
          stage.world.host('shop2').application = { ...application, status: 503 };
      },
    });
    expect(failed.finished).toMatchObject({ outcome: 'failed' });
    expect(gates(failed)).not.toContain('load-balancer');
  });

  test('its manager counts as drained only if readable statistics no longer list it', () => {
    const stay = { ...shared, hosts: shared.hosts.filter(({ name }) => name !== 'shop2') };
    const gate = gateOf(stay, 'drained');
    const { args } = gate.queries(stay, materialFor(stay));
    const table = (...servers: readonly string[]) =>
      `# pxname,svname,status,check_desc,\n${servers.map((name) => `application,${name},UP,,\n`).join('')}`;
    const stateOf = (body: string) => {
      const statistics = { kind: 'response', status: 200, headers: {}, body } as const;
      const answers = Object.fromEntries(['lb1', 'lb2', 'lb3'].map((name) => [name, { statistics }]));
      return gate.judge(answers, args).state;
    };
    expect(stateOf(table('db1', 'rabbit1', 'shop1', 'shop3'))).toBe('ready');
    expect(stateOf(table('db1', 'rabbit1', 'shop1', 'shop2', 'shop3'))).not.toBe('ready');
    expect(stateOf('not a table')).not.toBe('ready');
  });

  test('is added, restarted and removed with a manager', async () => {
    const stage = stageOf(shared);
    const shop2 = hostNamed(shared, 'shop2');
    const one = { ...shared, hosts: shared.hosts.filter(({ name }) => name !== 'shop2') };
    await stage.run(planOf('deploy', { kind: 'deploy' }, one));
    const run = (playbook: string, change: Change) => stage.run(planOf(playbook, change, shared));
    const added = await run('add-manager', { kind: 'add', member: shop2, down: [] });
    expect(added.finished).toMatchObject({ outcome: 'done', problems: [] });
    const restart = restartChange(shared, { role: 'manager', request: 'once' });
    const restarted = await run('restart', restart);
    expect(restarted.finished).toMatchObject({ outcome: 'done', problems: [] });
    expect(changed(restarted)).toEqual([
      'managers/shop1/restart',
      'managers/shop2/restart',
      'managers/shop3/restart',
    ]);
    const removed = await run('remove-manager', {
      ...{ kind: 'remove', member: shop2, state: 'running', down: [] },
    });
    expect(removed.finished).toMatchObject({ outcome: 'done', problems: [] });
    const host = stage.world.host('shop2');
    expect(host.application?.running).toBe(false);
    const left = /quorate\.env|quorate-ca\.crt$|installed\/manager|quorate\.conf/;
    expect(
      [...host.files.keys()].filter((path) => left.test(path) && !/patroni|etcd|rabbitmq/.test(path)),
    ).toEqual([]);
  });
});
