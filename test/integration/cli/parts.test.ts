import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { join } from 'node:path';
import { lastEvent, operator } from './operator.ts';
import type { Operator } from './operator.ts';

jest.setTimeout(60_000);

let me: Operator;
beforeAll(async () => {
  me = await operator();
});
afterAll(() => me.leave());

describe('a deploy in parts', () => {
  test('--until stops before a phase, and prints that deploy continues there', async () => {
    const { code, stdout } = await me.quorate('deploy', ['--until', 'first-broker']);
    expect(code).toBe(0);
    expect(stdout).toContain('Stopped before first-broker. The next deploy continues with this phase.');
    expect(stdout).not.toContain('cfy profiles use');
    expect(me.hosts.world.host('db3').database).toBeDefined();
    expect(me.hosts.world.host('rabbit1').broker).toBeUndefined();
  });

  test('--until with an unknown phase is refused before contacting a host, also in JSON', async () => {
    const seen = await me.quorate('deploy', ['--until', 'fist-broker', '--output', 'json']);
    expect([seen.code, lastEvent(seen)]).toMatchObject([
      2,
      { kind: 'run.finished', problems: [{ what: expect.stringContaining('did you mean "first-broker"?') }] },
    ]);
  });

  test('--confirm is refused without a terminal', async () => {
    const { code, stderr } = await me.quorate('deploy', ['--confirm']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--confirm requires a terminal')]);
  });

  test('--confirm asks before each phase with work; answering no ends the run successfully', async () => {
    const { code, stdout, stderr } = await me.quorate('deploy', ['--confirm'], {
      keys: ['y', '\r', 'Y', 'n'],
    });
    expect(code).toBe(0);
    expect(stderr).toContain('first-broker: install the brokers (rabbit1): start? [Y/n] yes');
    expect(stderr).toContain('other-brokers: install the brokers (rabbit2, rabbit3): start? [Y/n] no');
    expect(stderr).not.toContain('preflight');
    expect(stderr).not.toContain('managers');
    expect(stdout).toContain('Stopped before other-brokers.');
    expect(me.hosts.world.host('rabbit1').broker).toBeDefined();
    expect(me.hosts.world.host('rabbit2').broker).toBeUndefined();
  });

  test('Ctrl-C at a question interrupts the run', async () => {
    const { code, stdout } = await me.quorate('deploy', ['--confirm'], { keys: ['y', '\u0003'] });
    expect([code, stdout]).toEqual([130, expect.stringContaining('deploy demo: interrupted')]);
    const locks = [...me.hosts.world.hosts.values()].flatMap((host) => [...host.locks.values()]);
    expect(locks).toEqual([]);
  });

  test('drift names hosts that are not deployed yet, one line each', async () => {
    const { code, stdout } = await me.quorate('drift');
    expect(code).toBe(10);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'rabbit1   the broker cluster is not bootstrapped yet: its gate has not passed',
      'rabbit2   is not deployed: install the broker: not done on this host yet',
      'rabbit3   is not deployed: install the broker: not done on this host yet',
      'manager1  is not deployed: install the manager: not done on this host yet',
      'manager2  is not deployed: install the manager: not done on this host yet',
      'lb1       was never deployed',
    ]);
  });

  test('deploy without these flags finishes the rest', async () => {
    const { code, stdout } = await me.quorate('deploy');
    expect([code, stdout]).toEqual([0, expect.stringContaining('cfy profiles use')]);
    const { code: again, stdout: nothing } = await me.quorate('drift');
    expect([again, nothing]).toEqual([0, 'demo: no drift on 9 hosts\n']);
  });

  test('a database that lost the managers is reported on every run', async () => {
    me.hosts.world.host('db1').files.delete('/var/lib/quorate/receipts/bootstrapped/manager');
    const { code, stdout } = await me.quorate('drift');
    expect([code, stdout.trim()]).toEqual([
      10,
      'db1  has no receipt that the managers are bootstrapped, unlike other hosts; the next deploy writes it',
    ]);
    expect((await me.quorate('deploy')).code).toBe(0);
    expect((await me.quorate('drift')).code).toBe(0);
  });
});

describe('drift', () => {
  test('prints one line per difference, and the same as JSON', async () => {
    me.edit((text) => text);
    expect((await me.quorate('deploy')).code).toBe(0);
    me.hosts.world.host('lb1').files.delete('/etc/haproxy/haproxy.cfg');
    me.hosts.world.host('db2').files.delete('/etc/cloudify/config.yaml');
    const { code, stdout } = await me.quorate('drift');
    expect([code, stdout.trimEnd().split('\n')]).toEqual([
      10,
      ['db2  /etc/cloudify/config.yaml is missing', 'lb1  /etc/haproxy/haproxy.cfg is missing'],
    ]);
    const json = await me.quorate('drift', ['--output', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      cluster: 'demo',
      drift: [{ host: 'db2', step: 'stage/db2/files' }, { host: 'lb1' }],
      unreachable: [],
    });
  });

  test('reports the other hosts if one is unreachable, names it, and exits with 3', async () => {
    me.hosts.world.powerOff('rabbit3');
    const { code, stdout, stderr } = await me.quorate('drift');
    me.hosts.world.powerOn('rabbit3');
    expect([code, stdout.split('\n').length]).toEqual([3, 3]);
    expect(stderr).toContain('rabbit3');
    expect((await me.quorate('deploy')).code).toBe(0);
  });

  test('reports a missing inventory as JSON with --output json', async () => {
    const fake = fakeEdges({ clock: me.clock });
    expect(await main(['drift', join(me.folder, 'none.yaml'), '--output', 'json'], fake.edges)).toBe(2);
    expect(JSON.parse(fake.stdout())).toMatchObject({ problems: [{ what: 'file not found' }] });
  });
});
