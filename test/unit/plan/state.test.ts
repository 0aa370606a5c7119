import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import type { Action, FileSpec, Step } from '../../../src/model/plan/step.ts';
import { hostDigest, keyedInputs } from '../../../src/plan/digest.ts';
import { stepState } from '../../../src/plan/compare/step-state.ts';
import type { FileState, Survey } from '../../../src/transport/port.ts';

const receiptKey = new Secret('receipt key');
const machineId = 'machine-1';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const keyed = (text: string) => hostDigest(receiptKey, machineId)(text);
const receipt = (inputs: Record<string, string>) => ({ v: 2, inputs, at: 1, run: 'r' }) as const;
const marker = '/etc/cloudify/.installed/queue_service';

const emptyHost: Survey = {
  facts: {
    machineId,
    bootId: 'b',
    hostname: 'h',
    os: 'debian 12',
    systemd: 252,
    clock: 0,
    clockAsked: 0,
    addresses: [],
    diskFree: {},
    memory: 0,
    listening: [],
    resolved: {},
  },
  files: [],
  paths: {},
  receipts: {},
  jobs: {},
  guards: {},
  unreadable: [],
  obstacles: [],
};
const step = (action: Action): Step => ({ id: 'p/h/s', title: 't', host: 'h', action });
const state = (action: Action, survey: Partial<Survey>) =>
  stepState(step(action), { ...emptyHost, ...survey }, receiptKey);

const present = (path: FileState['path'], content: string, more: Partial<FileState> = {}): FileState => ({
  path,
  kind: 'file',
  mode: 0o600,
  owner: 'root:root',
  size: content.length,
  sha256: sha256(content),
  ...more,
});

describe('a file compared by content', () => {
  const file: FileSpec = {
    path: '/etc/x',
    mode: 0o600,
    owner: 'root:root',
    want: { whole: 'hello' },
    compare: 'content',
  };
  const files: Action = { kind: 'files', files: [file] };
  const changed = { kind: 'files', files: [file] };
  test('is up to date if content, mode and owner match', () => {
    expect(state(files, { files: [present('/etc/x', 'hello')] })).toEqual({ kind: 'up-to-date' });
  });
  test.each([
    ['absent', { kind: 'absent' as const, sha256: '' }],
    ['different content', { sha256: sha256('bye') }],
    ['different mode', { mode: 0o644 }],
    ['different owner', { owner: 'bob:bob' }],
  ])('is written again: %s', (_, more) => {
    expect(state(files, { files: [present('/etc/x', 'hello', more)] })).toEqual(changed);
  });
  test('compares only the marked block of a file', () => {
    const block: FileSpec = { ...file, want: { block: 'a\n', marker: 'm' } };
    const action: Action = { kind: 'files', files: [block] };
    expect(
      state(action, { files: [present('/etc/x', 'whatever', { block: sha256('a\n'), mode: 0o644 })] }),
    ).toEqual({ kind: 'up-to-date' });
    expect(state(action, { files: [present('/etc/x', 'whatever')] })).toEqual({
      kind: 'files',
      files: [block],
    });
  });
  test('that must be absent is up to date only if nothing exists at its path', () => {
    const action: Action = { kind: 'files', files: [{ ...file, want: 'absent' }] };
    expect(state(action, { files: [present('/etc/x', '', { kind: 'absent' })] })).toEqual({
      kind: 'up-to-date',
    });
    expect(state(action, { files: [present('/etc/x', 'hello')] }).kind).toBe('files');
  });
});

describe('a staged key, compared by its receipt', () => {
  const key: FileSpec = {
    path: '/etc/quorate/node.key',
    mode: 0o600,
    owner: 'root:root',
    want: { whole: new Secret('KEY') },
    compare: 'receipt',
    neededUntil: marker,
  };
  const action: Action = { kind: 'files', files: [key] };
  const written = { 'file/etc/quorate/node.key': receipt({ content: keyed('KEY') }) };
  const absent = [present('/etc/quorate/node.key', '', { kind: 'absent' })];
  test('may be missing once the product has its copy', () => {
    expect(state(action, { receipts: written, files: absent, paths: { [marker]: true } })).toEqual({
      kind: 'up-to-date',
    });
  });
  test('must exist until the product has its copy', () => {
    expect(state(action, { receipts: written, files: absent, paths: {} }).kind).toBe('files');
  });
  test('is staged again if another key is wanted', () => {
    const other = { 'file/etc/quorate/node.key': receipt({ content: keyed('OLD') }) };
    expect(state(action, { receipts: other, files: absent, paths: { [marker]: true } }).kind).toBe('files');
  });
});

describe('an artifact', () => {
  const action: Action = {
    kind: 'artifact',
    uploads: [
      { source: { path: '/p.deb', sha256: 'abc', size: 3 }, path: '/var/lib/quorate/packages/p.deb' },
    ],
    mode: 0o600,
    neededUntil: marker,
  };
  const uploaded = { 'file/var/lib/quorate/packages/p.deb': receipt({ content: keyed('abc') }) };
  test('is up to date if it was uploaded and still exists, or is no longer needed', () => {
    expect(state(action, { receipts: uploaded, paths: { '/var/lib/quorate/packages/p.deb': true } })).toEqual(
      { kind: 'up-to-date' },
    );
    expect(state(action, { paths: { [marker]: true } })).toEqual({ kind: 'up-to-date' });
    expect(state(action, { receipts: uploaded })).toEqual({ kind: 'artifact' });
  });
});

describe('a run', () => {
  const command = { program: 'systemctl', args: ['reload'], as: 'root', timeoutMs: 1 } as const;
  const reload: Action = { kind: 'run', command, unless: { receipt: 'haproxy', inputs: { config: 'd1' } } };
  test('stays pending after a killed run until its receipt matches', () => {
    expect(state(reload, {})).toEqual({ kind: 'run', changed: [] });
    expect(state(reload, { receipts: { haproxy: receipt({ config: 'old' }) } })).toEqual({
      kind: 'run',
      changed: ['config'],
    });
    const inputs = keyedInputs({ config: 'd1' }, hostDigest(receiptKey, machineId));
    expect(state(reload, { receipts: { haproxy: receipt(inputs) } })).toEqual({ kind: 'up-to-date' });
  });
  test('with a guard command is up to date if the command exits 0', () => {
    const guarded: Action = { kind: 'run', command, unless: { command } };
    const exited = (code: number) => ({ 'p/h/s': { kind: 'exited', code, stdout: '', stderr: '' } as const });
    expect(state(guarded, { guards: exited(0) })).toEqual({ kind: 'up-to-date' });
    expect(state(guarded, { guards: exited(1) }).kind).toBe('run');
  });
  test('is always run if it is repeatable, and is decided by its gate if it has one', () => {
    expect(state({ kind: 'run', command, unless: 'repeatable' }, {})).toEqual({ kind: 'run', changed: [] });
    expect(state({ kind: 'run', command, unless: { gate: 'etcd-quorum', args: {} } }, {})).toEqual({
      kind: 'gate',
    });
  });
});
