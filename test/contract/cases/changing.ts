import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseHistory } from '../../../src/model/host/unreadable-record.ts';
import { HISTORY, HISTORY_KEPT } from '../../../src/model/stored-formats.ts';
import { Secret } from '../../../src/model/secret.ts';
import { CANDIDATE } from '../../../src/model/plan/step.ts';
import { block, exists, receipt, run, surveyOf, whole } from '../samples.ts';
import type { HostChange } from '../../../src/transport/port.ts';
import type { World } from '../world.ts';

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/** Methods that change files. */
export function changing(world: () => World): void {
  test('writes a whole file with its mode and owner; the survey reports the same digest', async () => {
    const session = await world().connect();
    const text = 'password: "päss\'wörd $(id) `id` \\n"\n';
    const [outcome] = await session.change([
      { ...whole('/srv/contract/cloudify/config.yaml', ''), content: { whole: new Secret(text) } } as never,
    ]);
    expect(outcome).toEqual({ ok: true, code: 0, stdout: '', stderr: '' });
    expect(await world().peek('/srv/contract/cloudify/config.yaml')).toBe(text);
    const { files, paths } = await surveyOf(session, {
      files: [{ path: '/srv/contract/cloudify/config.yaml' }],
      paths: ['/srv/contract/cloudify'],
    });
    expect(files).toEqual([
      {
        path: '/srv/contract/cloudify/config.yaml',
        kind: 'file',
        mode: 0o600,
        owner: 'root:root',
        size: Buffer.byteLength(text),
        sha256: sha256(text),
      },
    ]);
    expect(paths).toEqual({ '/srv/contract/cloudify': true });
  });

  test('writes an empty file', async () => {
    const session = await world().connect();
    await session.change([
      whole('/srv/contract/empty.conf', 'not yet'),
      whole('/srv/contract/empty.conf', ''),
    ]);
    expect(await world().peek('/srv/contract/empty.conf')).toBe('');
  });

  test('adds and replaces a block, and keeps the rest of the file', async () => {
    const session = await world().connect();
    await session.change([
      whole('/srv/contract/names', 'before\n'),
      block('/srv/contract/names', '10.0.0.1 a\n'),
      block('/srv/contract/names', 'other\n', 'second'),
    ]);
    const survey = () =>
      surveyOf(session, {
        files: [
          { path: '/srv/contract/names', marker: 'names' },
          { path: '/srv/contract/absent', marker: 'names' },
        ],
      });
    expect((await survey()).files.map((file) => file.block)).toEqual([sha256('10.0.0.1 a\n'), undefined]);
    await session.change([block('/srv/contract/names', '10.0.0.1 a\n10.0.0.2 b\n')]);
    expect((await survey()).files[0]?.block).toBe(sha256('10.0.0.1 a\n10.0.0.2 b\n'));
    const lines = (await world().peek('/srv/contract/names'))
      ?.split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(lines).toEqual(['before', '10.0.0.1 a', '10.0.0.2 b', 'other', '']);
  });

  test('appends history entries with the time of the host, and keeps only the newest', async () => {
    const session = await world().connect();
    const entry = { v: 2, who: 'ann', from: 'workstation', command: 'deploy', inventory: 'a1' } as const;
    const line = (run: string): HostChange => ({
      kind: 'history',
      entry: { ...entry, run, outcome: 'started' },
    });
    await session.change([line('run-1')]);
    await session.change([line("it's $(run) 2")]);
    const history = async () => parseHistory((await world().peek(HISTORY)) ?? '').entries;
    const [first, second] = await history();
    expect(first).toEqual({ ...entry, run: 'run-1', outcome: 'started', at: expect.any(Number) });
    expect(second?.run).toBe("it's $(run) 2");
    const { facts } = await surveyOf(session);
    expect(Math.abs((first?.at ?? 0) - facts.clock)).toBeLessThan(60_000);
    const full = Array.from({ length: HISTORY_KEPT }, (_, n) => JSON.stringify({ v: 2, run: `old-${n}` }));
    await session.change([whole(HISTORY, `${full.join('\n')}\n`), line('new')]);
    const kept = (await history()).map(({ run: name }) => name);
    expect([kept.length, kept.at(0), kept.at(-1)]).toEqual([HISTORY_KEPT, 'old-1', 'new']);
  });

  test('stops at the first change that fails', async () => {
    const session = await world().connect();
    const outcomes = await session.change([
      whole('/srv/contract/one', '1'),
      run(exists('/srv/contract/absent.conf')),
      whole('/srv/contract/two', '2'),
    ]);
    expect(outcomes.map(({ ok, code }) => [ok, code])).toEqual([
      [true, 0],
      [false, 1],
    ]);
    expect(await world().peek('/srv/contract/one')).toBe('1');
    expect(await world().peek('/srv/contract/two')).toBeUndefined();
  });

  test('keeps the old file if the check of the new one fails', async () => {
    const session = await world().connect();
    const check = (path: string) =>
      ({ program: 'test', args: ['-e', path], as: 'root', timeoutMs: 10_000 }) as const;
    const write = {
      kind: 'write',
      path: '/srv/contract/checked.conf',
      mode: 0o600,
      owner: 'root:root',
    } as const;
    const good = await session.change([{ ...write, content: { whole: 'good' }, check: check(CANDIDATE) }]);
    expect(good.map(({ ok }) => ok)).toEqual([true]);
    const bad = await session.change([
      { ...write, content: { whole: 'bad' }, check: check('/srv/contract/absent.conf') },
      whole('/srv/contract/three', '3'),
    ]);
    expect(bad.map(({ ok }) => ok)).toEqual([false]);
    expect(await world().peek('/srv/contract/checked.conf')).toBe('good');
    expect(await world().peek('/srv/contract/three')).toBeUndefined();
  });

  test('removes a file, which may be absent', async () => {
    const session = await world().connect();
    const remove = { kind: 'remove', path: '/etc/quorate/node.key' } as const;
    const outcomes = await session.change([whole('/etc/quorate/node.key', 'k'), remove, remove]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(await world().peek('/etc/quorate/node.key')).toBeUndefined();
  });

  test('stores receipts by name, with the time of the host', async () => {
    const session = await world().connect();
    const before = (await surveyOf(session)).facts.clock;
    await session.change([
      { kind: 'receipt', name: 'bootstrapped/broker', receipt: { ...receipt, inputs: {} } },
      { kind: 'receipt', name: 'file/etc/quorate/node.key', receipt },
    ]);
    const { receipts, facts } = await surveyOf(session);
    expect(receipts).toMatchObject({
      'bootstrapped/broker': { v: 2, inputs: {}, run: 'run-1' },
      'file/etc/quorate/node.key': receipt,
    });
    expect(receipts['bootstrapped/broker']?.at).toBeGreaterThanOrEqual(before);
    expect(receipts['bootstrapped/broker']?.at).toBeLessThanOrEqual(facts.clock);
  });

  test('uploads an artifact, reports progress, and resumes an interrupted upload', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quorate-contract-'));
    const bytes = Buffer.alloc(9_000_000, 'quorate');
    const path = join(folder, 'package.deb');
    writeFileSync(path, bytes);
    const artifact = {
      source: { path, sha256: sha256(bytes), size: bytes.length },
      path: '/var/lib/quorate/packages/package.deb',
      mode: 0o600,
      owner: 'root:root',
    } as const;
    const first = await world().connect();
    world().cutNext('after');
    await expect(first.upload(artifact, () => undefined)).rejects.toThrow('connection lost');
    const session = await world().connect();
    const seen: number[] = [];
    await session.upload(artifact, (sent) => seen.push(sent));
    expect(seen.at(-1)).toBe(bytes.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const { files } = await surveyOf(session, { files: [{ path: artifact.path }] });
    expect(files[0]).toMatchObject({
      kind: 'file',
      size: bytes.length,
      sha256: artifact.source.sha256,
      mode: 0o600,
    });
    rmSync(folder, { recursive: true });
  });

  test('a session for another host of the machine uses the same connection, and forgets only one role', async () => {
    const connected = await world().connect();
    const session = connected.on(connected.host);
    const named = (name: string): HostChange => ({ kind: 'receipt', name, receipt });
    await session.change([named('broker/units'), named('database/units')]);
    await session.change([{ kind: 'forget', directories: [], only: 'broker' }]);
    const { receipts } = await surveyOf(session);
    expect(Object.keys(receipts).filter((name) => name.endsWith('/units'))).toEqual(['database/units']);
  });
}
