import { describe, expect, test } from '@jest/globals';
import type { SurveyRequest } from '../../../src/transport/port.ts';
import { connectTo, job, tenSimulated } from './hosts.ts';

const nothing: SurveyRequest = {
  cluster: 'prod',
  files: [],
  paths: [],
  guards: [],
  disks: [],
  names: [],
  directories: [],
};
const minutes = (n: number) => n * 60_000;

describe('upload', () => {
  const artifact = {
    source: { path: '/workstation/p.deb', sha256: 'abc', size: 80_000_000 },
    path: '/var/lib/quorate/packages/p.deb',
    mode: 0o600,
    owner: 'root:root',
  } as const;

  test('reports progress, and does not send a file that exists already', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'db1');
    const sent: number[] = [];
    await session.upload(artifact, (bytes) => sent.push(bytes));
    await session.upload(artifact, (bytes) => sent.push(bytes));
    expect(sent).toEqual([20_000_000, 40_000_000, 60_000_000, 80_000_000, 80_000_000]);
    const host = transport.world.host('db1');
    expect(host.counts.uploaded).toBe(80_000_000);
    expect(host.files.get(artifact.path)).toMatchObject({ sha256: 'abc', size: 80_000_000 });
  });

  test('a full disk is an error that names the host', async () => {
    const transport = tenSimulated();
    transport.world.host('db1').diskFree = 1_000;
    const session = await connectTo(transport, 'db1');
    await expect(session.upload(artifact, () => undefined)).rejects.toThrow('db1: /var/lib/quorate');
  });
});

describe('job', () => {
  test('continues without a connection, and writes log, exit code and receipt', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'lb1');
    await session.startJob(job('haproxy', 'packages install haproxy'));
    expect((await session.survey(nothing)).jobs).toMatchObject({ haproxy: { state: 'running' } });
    await session.close();
    await transport.world.clock.sleep(minutes(2));
    const later = await connectTo(transport, 'lb1');
    const survey = await later.survey(nothing);
    expect(survey.jobs).toMatchObject({ haproxy: { state: 'ended', code: 0 } });
    expect(survey.receipts['job/haproxy']).toMatchObject({ inputs: { a: 'digest' }, run: 'run-1' });
    expect(await later.followJob('haproxy', { offset: 0 }, () => undefined)).toEqual({
      kind: 'ended',
      code: 0,
    });
  });

  test('is followed line by line, from any offset', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'db1');
    const whole: string[] = [];
    await session.startJob(job('install', 'cfy_manager install -v'));
    await session.followJob('install', { offset: 0 }, (line) => whole.push(line));
    expect(whole).toEqual(['sh: 1: cfy_manager: not found']);
    const rest: string[] = [];
    await session.followJob('install', { offset: 'sh: 1: cfy_manager: not found\n'.length }, (line) =>
      rest.push(line),
    );
    expect(rest).toEqual([]);
    expect((await session.survey(nothing)).receipts).toEqual({});
    expect(await session.read('/var/lib/quorate/jobs/install/log', { tailBytes: 6 })).toBe('found\n');
    expect(await session.read('/nowhere', { tailBytes: 6 })).toBeUndefined();
  });

  test('is not started again while it runs, but can be once it has ended', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'lb1');
    const starts = () => transport.world.applied.filter(({ kind }) => kind === 'job').length;
    await session.startJob(job('haproxy', 'packages install haproxy'));
    await session.startJob(job('haproxy', 'packages install haproxy'));
    expect(starts()).toBe(1);
    await session.followJob('haproxy', { offset: 0 }, () => undefined);
    await session.startJob(job('haproxy', 'packages install haproxy'));
    expect(starts()).toBe(2);
  });

  test('vanishes if it is killed or its host reboots', async () => {
    const transport = tenSimulated();
    const { world } = transport;
    const session = await connectTo(transport, 'lb1');
    await session.startJob(job('one', 'packages install haproxy'));
    expect(world.killJob('lb1', 'one')).toBe(true);
    expect(world.killJob('lb1', 'one')).toBe(false);
    expect(await session.followJob('one', { offset: 0 }, () => undefined)).toEqual({ kind: 'vanished' });
    await session.startJob(job('two', 'packages install haproxy'));
    world.reboot('lb1');
    await expect(session.survey(nothing)).rejects.toThrow('lb1: connection lost: the host went down');
    await world.clock.sleep(minutes(1));
    const survey = await (await connectTo(transport, 'lb1')).survey(nothing);
    expect(survey.jobs).toMatchObject({ one: { state: 'vanished' }, two: { state: 'vanished' } });
    expect(world.host('lb1').packages.has('haproxy')).toBe(false);
  });
});
