import { describe, expect, test } from '@jest/globals';
import { ConnectError, ConnectionLost } from '../../../src/errors/errors.ts';
import { faultsAt, killAt } from '../../support/scripted-faults.ts';
import type { SurveyRequest } from '../../../src/transport/port.ts';
import { command, connectTo, file, job, run, tenSimulated } from './hosts.ts';

const nothing: SurveyRequest = {
  cluster: 'prod',
  files: [],
  paths: [],
  guards: [],
  disks: [],
  names: [],
  directories: [],
};

describe('faults at a call', () => {
  test('refuses a connection once and names the host', async () => {
    const transport = tenSimulated({ faults: faultsAt({ effect: { kind: 'refuse' }, host: 'db1' }) });
    await expect(connectTo(transport, 'db1')).rejects.toThrow(ConnectError);
    await connectTo(transport, 'db1');
    expect(transport.world.host('db1').counts.connects).toBe(2);
  });

  test.each([
    ['before', []],
    ['within', ['/etc/a']],
    ['after', ['/etc/a', '/etc/b']],
  ] as const)('a connection dropped %s the change leaves %j', async (when, left) => {
    const drop = { effect: { kind: 'drop', when }, method: 'change' } as const;
    const transport = tenSimulated({ faults: faultsAt(drop) });
    const session = await connectTo(transport, 'db1');
    await expect(session.change([file('/etc/a', '1'), file('/etc/b', '2')])).rejects.toThrow(ConnectionLost);
    const { files } = transport.world.host('db1');
    expect(['/etc/a', '/etc/b'].filter((path) => files.has(path as '/etc/a'))).toEqual(left);
    await expect(session.survey(nothing)).rejects.toThrow(ConnectionLost);
    await (await connectTo(transport, 'db1')).survey(nothing);
  });

  test('a command continues if the connection is dropped within it', async () => {
    const drop = { effect: { kind: 'drop', when: 'within' }, method: 'change' } as const;
    const transport = tenSimulated({ faults: faultsAt(drop) });
    const session = await connectTo(transport, 'lb1');
    await expect(session.change([run('packages install haproxy')])).rejects.toThrow(ConnectionLost);
    await transport.world.clock.sleep(60_000);
    expect(transport.world.host('lb1').packages.has('haproxy')).toBe(true);
  });

  test('an interrupted upload is resumed, and each byte is sent once', async () => {
    const drop = { effect: { kind: 'drop', when: 'within' }, method: 'upload' } as const;
    const transport = tenSimulated({ faults: faultsAt(drop) });
    const source = { path: '/workstation/p.deb', sha256: 'abc', size: 1_000_000 };
    const artifact = { source, path: '/var/lib/p.deb', mode: 0o600, owner: 'root:root' } as const;
    const upload = async () => (await connectTo(transport, 'db1')).upload(artifact, () => undefined);
    await expect(upload()).rejects.toThrow(ConnectionLost);
    expect(transport.world.host('db1').files.has('/var/lib/p.deb')).toBe(false);
    await upload();
    expect(transport.world.host('db1').files.get('/var/lib/p.deb')?.sha256).toBe('abc');
    expect(transport.world.host('db1').counts.uploaded).toBe(1_000_000);
  });

  test('a job continues if the connection is dropped while it is followed', async () => {
    const drop = { effect: { kind: 'drop', when: 'within' }, method: 'followJob' } as const;
    const transport = tenSimulated({ faults: faultsAt(drop) });
    const session = await connectTo(transport, 'lb1');
    await session.startJob(job('haproxy', 'packages install haproxy'));
    const follow = () => undefined;
    await expect(session.followJob('haproxy', { offset: 0 }, follow)).rejects.toThrow(ConnectionLost);
    const again = await connectTo(transport, 'lb1');
    expect(await again.followJob('haproxy', { offset: 0 }, follow)).toEqual({ kind: 'ended', code: 0 });
    expect(transport.world.applied.filter(({ kind }) => kind === 'job')).toHaveLength(1);
  });

  test.each([
    [{ kind: 'job-fails', pauses: 0, code: 3 } as const, { kind: 'ended', code: 3 }],
    [{ kind: 'job-killed', pauses: 0 } as const, { kind: 'vanished' }],
  ])('%j happens once and leaves no receipt', async (effect, end) => {
    const transport = tenSimulated({ faults: faultsAt({ effect, about: 'haproxy', method: 'startJob' }) });
    const session = await connectTo(transport, 'lb1');
    const attempt = async () => {
      await session.startJob(job('haproxy', 'packages install haproxy'));
      return session.followJob('haproxy', { offset: 0 }, () => undefined);
    };
    expect(await attempt()).toEqual(end);
    expect((await session.survey(nothing)).receipts).toEqual({});
    expect(await attempt()).toEqual({ kind: 'ended', code: 0 });
  });

  test('a reboot at a call ends the connection; a new connection waits for the next boot', async () => {
    const transport = tenSimulated({ faults: faultsAt({ effect: { kind: 'reboot' }, method: 'ask' }) });
    const session = await connectTo(transport, 'db1');
    const { bootId } = (await session.survey(nothing)).facts;
    await expect(session.ask([command('test -e /etc')])).rejects.toThrow('the host went down');
    const { facts } = await (await connectTo(transport, 'db1')).survey(nothing);
    expect(facts.bootId).not.toBe(bootId);
    expect(facts.machineId).toBe(transport.world.host('db1').machineId);
  });

  test('a slow call and a slow host take longer', async () => {
    const faults = faultsAt({ effect: { kind: 'slow', ms: 5_000 }, method: 'survey', nth: 2 });
    const transport = tenSimulated({ faults });
    const { clock } = transport.world;
    const session = await connectTo(transport, 'db1');
    const timed = async () => {
      const began = clock.now();
      await session.survey(nothing);
      return clock.now() - began;
    };
    expect(await timed()).toBe(2);
    expect(await timed()).toBe(5_002);
    transport.world.host('db1').slowness = 10;
    expect(await timed()).toBe(20);
  });

  test('a disconnected host is noticed after the keepalives, and can be reconnected', async () => {
    const transport = tenSimulated();
    const { world } = transport;
    const session = await connectTo(transport, 'db1');
    world.disconnect('db1');
    const began = world.now();
    await expect(session.survey(nothing)).rejects.toThrow('no answer for 30 s');
    expect(world.now() - began).toBeGreaterThanOrEqual(30_000);
    await expect(connectTo(transport, 'db1')).rejects.toThrow('no answer within 30 s');
    world.reconnect('db1');
    await (await connectTo(transport, 'db1')).survey(nothing);
  });

  test('calls on a closed session or transport fail', async () => {
    const transport = tenSimulated();
    const [one, other] = [await connectTo(transport, 'db1'), await connectTo(transport, 'db1')];
    await one.close();
    await expect(one.survey(nothing)).rejects.toThrow('closed');
    await transport.close();
    await expect(other.survey(nothing)).rejects.toThrow('closed');
  });
});

describe('a killed deployer', () => {
  test.each([
    ['before', 0],
    ['within', 1],
    ['after', 2],
  ] as const)(
    '%s its third call: nothing answers, %i of two changes are there, the next run sees them',
    async (when, n) => {
      const transport = tenSimulated({ faults: killAt(3, when) });
      const session = await connectTo(transport, 'db1');
      await session.survey(nothing);
      let answered = false;
      void session.change([file('/etc/a', '1'), file('/etc/b', '2')]).then(() => (answered = true));
      await transport.killed;
      void session.survey(nothing).then(() => (answered = true));
      void connectTo(transport, 'db2').then(() => (answered = true));
      const next = transport.reopen();
      await next.world.clock.sleep(60_000);
      const survey = await (await connectTo(next, 'db1')).survey({ ...nothing, paths: ['/etc/a', '/etc/b'] });
      expect(Object.values(survey.paths).filter(Boolean)).toHaveLength(n);
      expect(answered).toBe(false);
      expect(transport.calls.map(({ method }) => method).slice(0, 3)).toEqual([
        'connect',
        'survey',
        'change',
      ]);
    },
  );
});
