import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import { CANDIDATE } from '../../../src/model/plan/step.ts';
import type { SurveyRequest, Lock, Session } from '../../../src/transport/port.ts';
import { command, connectTo, file, holder, job, run, tenSimulated } from './hosts.ts';

const nothing: SurveyRequest = {
  cluster: 'prod',
  files: [],
  paths: [],
  guards: [],
  disks: [],
  names: [],
  directories: [],
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const minutes = (n: number) => n * 60_000;

async function lockOf(session: Session, token: string, takeOver?: string): Promise<Lock> {
  const answer = await session.lock(holder(token), takeOver);
  if (!answer.acquired) throw new Error(`held by ${answer.by.token}`);
  return answer.lock;
}

describe('survey', () => {
  test('of an empty host has facts, absent files, and no receipts, jobs or lock', async () => {
    const session = await connectTo(tenSimulated(), 'db1');
    const survey = await session.survey({
      ...nothing,
      files: [{ path: '/etc/cloudify/config.yaml' }],
      paths: ['/etc/hosts', '/etc/cloudify/.installed/database_service'],
      disks: ['/opt'],
      names: ['rabbit2', '198.51.100.22', 'unknown'],
    });
    expect(survey.facts).toMatchObject({ hostname: 'db1', os: 'debian 12', addresses: ['198.51.100.11'] });
    expect(survey.facts.resolved).toEqual({
      rabbit2: ['198.51.100.22'],
      '198.51.100.22': ['rabbit2'],
      unknown: [],
    });
    expect(survey.facts.diskFree['/opt']).toBeGreaterThan(1e9);
    expect(survey.facts.listening).toEqual([{ port: 22, by: 'sshd' }]);
    expect(survey.files).toEqual([
      { path: '/etc/cloudify/config.yaml', kind: 'absent', mode: 0, owner: '', size: 0, sha256: '' },
    ]);
    expect(survey.paths).toEqual({ '/etc/hosts': true, '/etc/cloudify/.installed/database_service': false });
    expect(survey).toMatchObject({ receipts: {}, jobs: {}, guards: {} });
    expect(survey.lock).toBeUndefined();
  });

  test('reports a skewed clock, and dates receipts by the clock of the host', async () => {
    const transport = tenSimulated();
    transport.world.host('db1').clockOffsetMs = minutes(5);
    const session = await connectTo(transport, 'db1');
    await session.change([{ kind: 'receipt', name: 'a/b', receipt: { v: 2, inputs: { x: 'y' }, run: 'r' } }]);
    const { facts, receipts } = await session.survey(nothing);
    expect(facts.clock - facts.clockAsked).toBe(minutes(5));
    expect(receipts['a/b']).toMatchObject({ v: 2, inputs: { x: 'y' }, run: 'r' });
    expect((receipts['a/b']?.at ?? 0) - transport.world.now()).toBeGreaterThan(minutes(4));
  });

  test('runs guards, and refuses a guard that would change something', async () => {
    const session = await connectTo(tenSimulated(), 'db1');
    const guard = (text: string) => ({ id: text, command: command(text) });
    const guards = [guard('test -e /etc/hosts'), guard('test -e /nowhere'), guard('haproxy -v')];
    const survey = await session.survey({ ...nothing, guards });
    expect(survey.guards).toMatchObject({
      'test -e /etc/hosts': { kind: 'exited', code: 0 },
      'test -e /nowhere': { kind: 'exited', code: 1 },
      'haproxy -v': { kind: 'exited', code: 127, stderr: 'sh: 1: haproxy: not found\n' },
    });
    const acting = session.survey({ ...nothing, guards: [guard('packages install haproxy')] });
    await expect(acting).rejects.toThrow('command would change something: packages install haproxy');
  });
});

describe('change', () => {
  test('writes contents, modes and owners, and reveals secrets', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'db1');
    const content = { whole: new Secret('the password') };
    await session.change([{ kind: 'write', path: '/etc/a', mode: 0o640, owner: 'root:adm', content }]);
    expect(transport.world.host('db1').files.get('/etc/a')).toMatchObject({
      content: 'the password',
      mode: 0o640,
      owner: 'root:adm',
    });
    const survey = await session.survey({ ...nothing, files: [{ path: '/etc/a' }] });
    expect(survey.files[0]).toMatchObject({ kind: 'file', sha256: sha256('the password'), size: 12 });
  });

  test('adds a block to a file, and later replaces only the block', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'rabbit1');
    const block = (text: string) =>
      session.change([
        {
          kind: 'write',
          path: '/etc/hosts',
          mode: 0o644,
          owner: 'root:root',
          content: { block: text, marker: 'names' },
        },
      ]);
    await block('192.0.2.1 one\n');
    await block('192.0.2.2 two\n192.0.2.3 three\n');
    const hosts = transport.world.host('rabbit1').files.get('/etc/hosts')?.content ?? '';
    expect(hosts).toMatch(/^127\.0\.0\.1 localhost\n/);
    expect(hosts).not.toContain('192.0.2.1');
    const survey = await session.survey({
      ...nothing,
      files: [{ path: '/etc/hosts', marker: 'names' }],
      names: ['two'],
    });
    expect(survey.files[0]?.block).toBe(sha256('192.0.2.2 two\n192.0.2.3 three\n'));
    expect(survey.facts.resolved['two']).toEqual(['192.0.2.2']);
  });

  test('stops at the first failure and skips the remaining changes', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'lb1');
    const outcomes = await session.change([
      file('/etc/a', '1'),
      run('test -e /nowhere'),
      file('/etc/b', '2'),
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false]);
    expect([...transport.world.host('lb1').files.keys()]).not.toContain('/etc/b');
  });

  test('keeps the old file if the new one fails its check', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'lb1');
    await session.change([run('packages install haproxy')]);
    const check = command(`haproxy -c -f ${CANDIDATE}`);
    const write = (text: string) =>
      session.change([{ ...file('/etc/haproxy/haproxy.cfg', text), check } as never]);
    expect(await write('global\n    maxconn 10\n')).toMatchObject([{ ok: true }]);
    expect(await write('nonsense here\n')).toMatchObject([{ ok: false, code: 1 }]);
    const { files } = transport.world.host('lb1');
    expect(files.get('/etc/haproxy/haproxy.cfg')?.content).toBe('global\n    maxconn 10\n');
    expect([...files.keys()].filter((path) => path.includes('candidate'))).toEqual([]);
  });

  test('fails on a full disk and names the reason', async () => {
    const transport = tenSimulated();
    transport.world.host('db1').diskFree = 10;
    const session = await connectTo(transport, 'db1');
    const [outcome] = await session.change([file('/etc/a', 'more than ten bytes')]);
    expect(outcome?.ok).toBe(false);
    expect(outcome?.stderr).toContain('No space left');
  });

  test('removes a file, once', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'db1');
    await session.change([file('/etc/a', '1')]);
    await session.change([{ kind: 'remove', path: '/etc/a' }]);
    expect(await session.change([{ kind: 'remove', path: '/etc/a' }])).toMatchObject([{ ok: true }]);
    expect(transport.world.applied.filter(({ kind }) => kind === 'remove')).toHaveLength(1);
  });

  test('an unknown command is a bug, never a success', async () => {
    const session = await connectTo(tenSimulated(), 'db1');
    await expect(session.change([run('cfy_manager frobnicate')])).rejects.toThrow(
      'the simulator does not know this command: cfy_manager frobnicate',
    );
    await expect(session.change([run('systemctl start telnetd')])).rejects.toThrow('unit telnetd');
  });

  test('a command that exceeds its timeout is stopped as timeout(1) does', async () => {
    const session = await connectTo(tenSimulated(), 'lb1');
    const slow = { kind: 'run', command: command('packages install haproxy', 1_000) } as const;
    expect(await session.change([slow])).toMatchObject([{ ok: false, code: 124 }]);
  });
});

describe('lock', () => {
  test('returns the holder and the age to a second run, by the clock of the host', async () => {
    const transport = tenSimulated();
    transport.world.host('db1').clockOffsetMs = -minutes(60);
    const [first, second] = [await connectTo(transport, 'db1'), await connectTo(transport, 'db1')];
    const lock = await lockOf(first, 'one');
    await transport.world.clock.sleep(minutes(3));
    await lock.renew();
    await transport.world.clock.sleep(minutes(1));
    const answer = await second.lock(holder('two'));
    expect(answer).toMatchObject({ acquired: false, by: { token: 'one', who: 'ann' } });
    if (answer.acquired) throw new Error();
    expect(Math.round(answer.by.heldForMs / 60_000)).toBe(4);
    expect(Math.round(answer.by.notRenewedForMs / 60_000)).toBe(1);
  });

  test('can be acquired again with the same token, and is free once released', async () => {
    const transport = tenSimulated();
    const [first, second] = [await connectTo(transport, 'db1'), await connectTo(transport, 'db1')];
    await lockOf(first, 'one');
    const lock = await lockOf(first, 'one');
    await lock.release();
    await lockOf(second, 'two');
    await lock.release();
    expect(transport.world.host('db1').locks.get('prod')?.holder.token).toBe('two');
  });

  test('a run that lost it to another run can change nothing', async () => {
    const transport = tenSimulated();
    const [asleep, awake] = [await connectTo(transport, 'db1'), await connectTo(transport, 'db1')];
    const lock = await lockOf(asleep, 'asleep');
    expect(await awake.lock(holder('awake'), 'another run')).toMatchObject({ acquired: false });
    await lockOf(awake, 'awake', 'asleep');
    await expect(asleep.change([file('/etc/a', '1')])).rejects.toThrow(
      'db1: this run no longer holds the lock: ',
    );
    await expect(asleep.startJob(job('package', 'packages install haproxy'))).rejects.toThrow(
      'no longer holds the lock',
    );
    await expect(lock.renew()).rejects.toThrow('no longer holds the lock');
    await awake.change([file('/etc/b', '1')]);
    const { files } = transport.world.host('db1');
    expect([files.has('/etc/a'), files.has('/etc/b')]).toEqual([false, true]);
  });

  test('is free after a reboot of the host', async () => {
    const transport = tenSimulated();
    await lockOf(await connectTo(transport, 'db1'), 'one');
    transport.world.reboot('db1');
    await transport.world.clock.sleep(minutes(1));
    await lockOf(await connectTo(transport, 'db1'), 'two');
  });
});
