import { describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { Command } from '../../../src/model/host/command.ts';
import { commandToLog } from '../../../src/model/host/command-text.ts';
import type { Material } from '../../../src/model/material.ts';
import { ROLES } from '../../../src/model/names.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { PhaseInput } from '../../../src/phases/phase.ts';
import { at, cluster, material, outsourced } from '../platforms/cloudify/fixture.ts';
import { operationKinds, filesOf, withAdded, input, lanes, named, ofRole, steps, verified } from './input.ts';

describe('staging', () => {
  test('does not install the package if the inventory has none', () => {
    const withoutPackage = { ...material };
    delete (withoutPackage as { package?: unknown }).package;
    expect(steps('stage', input([at('db1')], { material: withoutPackage })).map((step) => step.id)).toEqual([
      'phase/db1/files',
    ]);
  });

  test('gives every host only its own private key', () => {
    for (const lane of lanes('stage', input(cluster.hosts, { after: verified }))) {
      const text = lane.steps
        .flatMap((step) => filesOf(step.action))
        .map(({ want }) => (want !== 'absent' && 'whole' in want ? want.whole : ''))
        .map((part) => (part instanceof Secret ? part.reveal() : part))
        .join('');
      const owners = [...text.matchAll(/key of (\w+)/g)].map(([, owner]) => owner);
      expect(new Set(owners)).toEqual(new Set([lane.host]));
    }
  });

  test('keeps a key on the host only until the product has its copy', () => {
    const keys = steps('stage', input([at('manager1')], { after: verified }))
      .flatMap((step) => filesOf(step.action))
      .filter(({ path }) => path.endsWith('.key'));
    expect(keys).toHaveLength(3);
    for (const key of keys) {
      expect(key.mode).toBe(0o600);
      expect(key.compare).toBe('receipt');
      expect(key.neededUntil).toBe('/etc/cloudify/.installed/manager_service');
    }
  });

  test('writes the names of all brokers to the hosts file if the inventory says so, but not on databases', () => {
    const blocks = (name: string) =>
      steps('stage', input([at(name)], { after: named }))
        .flatMap((step) => filesOf(step.action))
        .flatMap(({ want }) => (want !== 'absent' && 'block' in want ? [want.block] : []));
    expect(blocks('db1')).toEqual([]);
    expect(blocks('manager1')).toEqual([
      '198.51.100.21 rabbit1 rabbit1.example.com\n198.51.100.22 rabbit2\n198.51.100.23 rabbit3\n',
    ]);
    expect(blocks('rabbit1')).toEqual(blocks('manager1'));
  });
});

describe('an installation', () => {
  test('bootstraps all databases of a new cluster; an added database joins', () => {
    expect(operationKinds('databases', input(ofRole('database')))).toEqual([
      'bootstrap',
      'bootstrap',
      'bootstrap',
    ]);
    const next = withAdded('database');
    expect(
      operationKinds('databases', input([at('new1', next)], { joining: [at('new1', next)], after: next })),
    ).toEqual(['join']);
  });

  test.each([
    ['brokers', 'broker'],
    ['managers', 'manager'],
  ] as const)('of the %s bootstraps only the first host; the others join', (phase, role) => {
    expect(operationKinds(phase, input(ofRole(role)))).toEqual(['bootstrap', 'join', 'join']);
    const next = withAdded(role);
    expect(
      operationKinds(phase, input([at('new1', next)], { joining: [at('new1', next)], after: next })),
    ).toEqual(['join']);
  });

  test.each([
    ['databases', 'db1'],
    ['brokers', 'rabbit1'],
    ['managers', 'manager1'],
  ])('of the first of the %s joins if the others exist already', (phase, name) => {
    expect(operationKinds(phase, input([at(name)], { joining: [at(name)] }))).toEqual(['join']);
  });

  test('removes all keys afterwards, and the log that contains a password', () => {
    const removed = steps('managers', input([at('manager1')], { after: verified }))
      .flatMap((step) => filesOf(step.action))
      .map(({ path, want }) => [path, want]);
    expect(removed).toEqual([
      ['/etc/quorate/node.key', 'absent'],
      ['/etc/quorate/db-client.key', 'absent'],
      ['/etc/quorate/db-superuser.key', 'absent'],
      // The installer prints the administrator's password at its end.
      ['/var/lib/quorate/jobs/install-manager/log', 'absent'],
    ]);
  });

  test('gets other receipt inputs with another password, but not with another member', () => {
    const inputs = (given: PhaseInput) => {
      const [step] = steps('brokers', given);
      const action = step!.action;
      if (action.kind !== 'job' || typeof action.unless !== 'object' || !('receipt' in action.unless))
        throw new Error('not a job with a receipt');
      return action.unless.inputs;
    };
    const before = inputs(input([at('rabbit2')]));
    const secrets = { ...material.secrets, rabbitmq_password: new Secret('another') };
    const after = inputs(input([at('rabbit2')], { material: { ...material, secrets } }));
    expect(Object.keys(before).filter((name) => before[name] !== after[name])).toEqual(['rabbitmq.password']);
    const next = withAdded('broker');
    expect(inputs(input([at('rabbit2', next)], { after: next }))).toEqual(before);
  });
});

describe('the load balancers', () => {
  test.each([
    ['load-balancers', ['haproxy reload', 'haproxy start']],
    ['restart', ['haproxy restart']],
  ])('the phase %s declares what its commands do to HAProxy', (phase, effects) => {
    const commands = steps(phase, input(ofRole('load_balancer'))).flatMap(({ action }) =>
      action.kind === 'run' ? [action] : [],
    );
    const verb = ({ args }: Command) =>
      args.find((arg) => typeof arg === 'string' && /^(re)?(load|start)/.test(arg));
    expect(commands.flatMap(({ affects }) => (affects ? [`${affects.unit} ${affects.effect}`] : []))).toEqual(
      effects,
    );
    expect(commands.filter(({ command, affects }) => Boolean(verb(command)) !== Boolean(affects))).toEqual(
      [],
    );
  });

  test('get their certificates before the configuration, whose check needs them', () => {
    const all = steps('load-balancers', input(ofRole('load_balancer')));
    expect(all.map((step) => step.id.split('/')[2])).toEqual([
      'install-haproxy',
      'certificates',
      'configuration',
      'enable',
      'reload',
      'start',
    ]);
    const check = filesOf(all[2]!.action)[0]!.check!;
    expect(commandToLog(check)).toBe('haproxy -c -f {candidate}');
  });

  test('are reloaded if only the certificate has changed', () => {
    const inputs = (given: Material) => {
      const reload = steps('load-balancers', input(ofRole('load_balancer'), { material: given }))[4]!.action;
      return reload.kind === 'run' ? reload.unless : undefined;
    };
    const lb1 = { certificate: 'another', key: new Secret('another') };
    expect(inputs({ ...material, hosts: { ...material.hosts, lb1 } })).not.toEqual(inputs(material));
    expect(inputs({ ...material, hosts: { ...material.hosts, db1: lb1 } })).toEqual(inputs(material));
  });

  test('throw an error without a certificate, because earlier checks refuse that', () => {
    expect(() =>
      lanes('load-balancers', input(ofRole('load_balancer'), { material: { ...material, hosts: {} } })),
    ).toThrow('lb1');
  });
});

describe('after the installation', () => {
  test('only the first manager uploads the license, if there is one', () => {
    const licensed = (given: Material) =>
      steps('after-installation', input(ofRole('manager'), { material: given }))
        .filter((step) => step.id.endsWith('/license'))
        .map((step) => step.host);
    const withoutLicense = { ...material };
    delete (withoutLicense as { license?: unknown }).license;
    expect(licensed(material)).toEqual(['manager1']);
    expect(licensed(withoutLicense)).toEqual([]);
  });

  test.each(ROLES)('the profile is updated after a %s was added, unless it is a load balancer', (role) => {
    const profile = (next: Cluster) =>
      steps('after-installation', input([at('manager2', next)], { after: next })).map((step) => step.action);
    const same = role === 'load_balancer';
    expect(JSON.stringify(profile(withAdded(role))) === JSON.stringify(profile(cluster))).toBe(same);
  });

  test('the profile is updated after the address of an external service changed', () => {
    const profile = (next: Cluster) =>
      JSON.stringify(steps('after-installation', input([at('manager2', next)], { after: next })));
    const { database } = outsourced.sourcing;
    const moved = {
      ...outsourced.sourcing,
      database: { ...database, address: 'pg2.example.com' } as typeof database,
    };
    expect(profile({ ...outsourced, sourcing: moved })).not.toBe(profile(outsourced));
  });
});
