import { describe, expect, test } from '@jest/globals';
import type { PortCall, FaultEffect, PortMethod } from '../../../src/simulate/faults/faults.ts';
import { faultsAt } from '../../support/scripted-faults.ts';
import { seededFaults } from '../../../src/simulate/faults/seeded-faults.ts';
import type { SurveyRequest } from '../../../src/transport/port.ts';
import { connectTo, file, job, run, tenSimulated } from './hosts.ts';

const nothing: SurveyRequest = {
  cluster: 'prod',
  files: [],
  paths: [],
  guards: [],
  disks: [],
  names: [],
  directories: [],
};

describe('faults of hosts', () => {
  test('a full disk refuses files, packages and jobs until space is freed', async () => {
    const full: FaultEffect = { kind: 'disk-full', ms: 100_000 };
    const transport = tenSimulated({ faults: faultsAt({ effect: full, method: 'survey' }) });
    const session = await connectTo(transport, 'lb1');
    await session.survey(nothing);
    expect(await session.change([file('/etc/a', '1')])).toMatchObject([{ ok: false }]);
    expect(await session.change([run('packages install haproxy')])).toMatchObject([{ code: 100 }]);
    await expect(session.startJob(job('haproxy', 'packages install haproxy'))).rejects.toThrow(
      'cannot start the job',
    );
    await transport.world.clock.sleep(100_000);
    expect(await session.change([file('/etc/a', '1')])).toMatchObject([{ ok: true }]);
    await session.startJob(job('haproxy', 'packages install haproxy'));
    const again = await session.followJob('haproxy', { offset: 0 }, () => undefined);
    expect(again).toEqual({ kind: 'ended', code: 0 });
  });

  test('a job that ends on a full disk leaves no exit code and no receipt', async () => {
    const full: FaultEffect = { kind: 'disk-full', ms: 100_000 };
    const transport = tenSimulated({ faults: faultsAt({ effect: full, method: 'followJob' }) });
    const session = await connectTo(transport, 'lb1');
    await session.startJob(job('haproxy', 'packages install haproxy'));
    expect(await session.followJob('haproxy', { offset: 0 }, () => undefined)).toEqual({ kind: 'vanished' });
    expect((await session.survey(nothing)).receipts).toEqual({});
  });

  test('clock skew and slowness end after their time', async () => {
    const transport = tenSimulated({
      faults: faultsAt(
        { effect: { kind: 'clock-skew', by: 60_000, ms: 20_000 }, method: 'survey' },
        { effect: { kind: 'slow-host', times: 100, ms: 20_000 }, method: 'survey', nth: 2 },
      ),
    });
    const { clock } = transport.world;
    const session = await connectTo(transport, 'db1');
    const skew = async () => {
      const { facts } = await session.survey(nothing);
      return Math.round((facts.clock - facts.clockAsked) / 10_000);
    };
    expect(await skew()).toBe(6);
    const began = clock.now();
    expect(await skew()).toBe(6);
    expect(clock.now() - began).toBe(200);
    await clock.sleep(20_000);
    expect(await skew()).toBe(0);
  });

  test('a host that comes up late refuses connections until it is up', async () => {
    const late: FaultEffect = { kind: 'reboot', ms: 90_000 };
    const transport = tenSimulated({ faults: faultsAt({ effect: late, method: 'connect' }) });
    await expect(connectTo(transport, 'db1')).rejects.toThrow('no answer within 30 s');
    await transport.world.clock.sleep(60_000);
    await connectTo(transport, 'db1');
  });

  test('a suspended deployer does nothing until it resumes, and the hosts continue', async () => {
    const transport = tenSimulated({
      faults: faultsAt({ effect: { kind: 'freeze', ms: 300_000 }, method: 'followJob' }),
    });
    const session = await connectTo(transport, 'lb1');
    await session.startJob(job('haproxy', 'packages install haproxy'));
    const { clock } = transport.world;
    const began = clock.now();
    const following = session.followJob('haproxy', { offset: 0 }, () => undefined);
    await clock.sleep(60_000);
    expect(transport.world.host('lb1').packages.has('haproxy')).toBe(true);
    expect(await following).toEqual({ kind: 'ended', code: 0 });
    expect(clock.now() - began).toBeGreaterThanOrEqual(300_000);
  });
});

describe('seeded faults', () => {
  const calls = (method: PortMethod): PortCall[] =>
    Array.from({ length: 300 }, (_, index) => ({ index: index + 1, host: 'db1', method, detail: '' }));
  const mix = (seed: number, probability: number, accept?: () => boolean) =>
    seededFaults({ seed, probability, hosts: ['db1', 'db2'], ...(accept && { accept }) });

  test('are the same for the same seed and differ for another seed', () => {
    const schedule = (seed: number) => calls('change').map(mix(seed, 0.2));
    expect(schedule(7)).toEqual(schedule(7));
    expect(schedule(7)).not.toEqual(schedule(8));
    const hits = schedule(7).filter(Boolean).length;
    expect(hits).toBeGreaterThan(30);
    expect(hits).toBeLessThan(90);
  });

  test('match their call, and never partition a host from itself', () => {
    const all = (method: PortMethod) => calls(method).map(mix(1, 1));
    const kinds = (method: PortMethod) => [...new Set(all(method).map((effect) => effect?.kind))].sort();
    const world = ['clock-skew', 'disconnect', 'disk-full', 'partition', 'reboot', 'slow', 'slow-host'];
    expect(kinds('connect')).toEqual(['refuse', ...world].sort());
    expect(kinds('startJob')).toEqual(['drop', 'job-killed', 'job-fails', ...world].sort());
    const partitionedFrom = all('change').flatMap((effect) =>
      effect?.kind === 'partition' ? [effect.from] : [],
    );
    expect(new Set(partitionedFrom)).toEqual(new Set(['db2']));
  });

  test('happen only if they are accepted', () => {
    expect(calls('change').map(mix(1, 1, () => false))).toEqual(calls('change').map(() => undefined));
  });
});
