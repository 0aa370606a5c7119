import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import type { Command } from '../../../src/model/host/command.ts';
import { Secret } from '../../../src/model/secret.ts';
import { CANDIDATE } from '../../../src/model/plan/step.ts';
import type { HostChange } from '../../../src/transport/port.ts';
import { startLine } from '../../../src/transport/ssh/worker/loop.ts';
import { changeRequest } from '../../../src/transport/ssh/scripts/change.ts';
import { runCall, commandScript } from '../../../src/transport/ssh/scripts/command.ts';
import { followScript, startJobScript } from '../../../src/transport/ssh/scripts/job.ts';
import {
  releaseLockScript,
  renewLockScript,
  acquireLockScript,
} from '../../../src/transport/ssh/scripts/lock.ts';
import { inside } from '../../../src/transport/ssh/scripts/paths.ts';
import type { Script } from '../../../src/transport/ssh/scripts/script.ts';
import { queryRequest, readRequest, surveyRequest } from '../../../src/transport/ssh/scripts/survey.ts';
import { appendScript, finishScript, partScript } from '../../../src/transport/ssh/scripts/upload.ts';
import { holder } from '../../contract/samples.ts';

const MARKER = 'S3cr3t-marker';
const secret = new Secret(MARKER);
const odd = `/etc/it's "odd" $(reboot)/file` as const;
const fence = { cluster: 'c1', token: 'tok' };
const command: Command = {
  program: 'cfy',
  args: ['license', "it's", ''],
  as: 'login',
  timeoutMs: 1500,
  stdin: secret,
};
const check: Command = {
  program: 'haproxy',
  args: ['-c', '-f', `${CANDIDATE}`],
  as: 'root',
  timeoutMs: 5000,
};
const receipt = { v: 2, inputs: { "o'dd": 'aa' }, run: 'r' } as const;
const write = { kind: 'write', path: odd, mode: 0o600, owner: 'root:root' } as const;
const changes: readonly HostChange[] = [
  { ...write, content: { whole: secret }, check },
  { ...write, content: { block: secret, marker: "it's" } },
  { kind: 'remove', path: odd },
  { kind: 'receipt', name: 'install/broker', receipt },
  { kind: 'run', command },
];
const artifact = {
  source: { path: '/x', sha256: 'ab', size: 3 },
  path: odd,
  mode: 0o600,
  owner: 'root:root',
};
const ask = {
  cluster: 'c1',
  files: [{ path: odd, marker: "it's" }],
  paths: [odd],
  guards: [{ id: "a'b", command }],
  disks: [odd],
  directories: [odd],
  names: ["o'dd"],
};
const startJob = startJobScript(
  { name: 'install', command, receipt: { name: 'j', receipt } },
  'quorate-install-1',
  { login: 'free', fence },
);

const SCRIPTS: Readonly<Record<string, Script>> = {
  survey: surveyRequest(ask, 'free'),
  ask: queryRequest([command], 'free'),
  read: readRequest(odd, 10),
  change: changeRequest(changes, 'free', fence),
  'change without a lock': changeRequest(changes, 'root'),
  lock: acquireLockScript(holder('tok'), "o'ther"),
  renew: renewLockScript(fence),
  release: releaseLockScript(fence),
  'start job': startJob,
  'wrapper of a job': { text: startJob.payload[0]?.toString() ?? '', payload: [] },
  'follow job': followScript('install', 5, 10),
  'upload: what is there': partScript(artifact, fence),
  'upload: first part': appendScript(artifact, { offset: 0, bytes: Buffer.from('a'), fence }),
  'upload: next part': appendScript(artifact, { offset: 5, bytes: Buffer.from('a') }),
  'upload: end': finishScript(artifact, fence),
  'start line': { text: startLine('abc', true), payload: [] },
};

describe.each(Object.entries(SCRIPTS))('%s', (_name, script) => {
  test.each([['dash'], ['bash'], ['busybox', 'sh']])('is shell for %s', (shell, ...args) => {
    execFileSync(shell, [...args, '-n'], { input: script.text, stdio: ['pipe', 'inherit', 'pipe'] });
  });

  test('has no secret in its text', () => {
    expect(script.text).not.toContain(MARKER);
  });
});

test('secrets are payload, in the order in which the script reads them', () => {
  const { text, payload } = changeRequest(changes, 'free', fence);
  expect(payload.map(String)).toEqual([
    MARKER,
    `${MARKER}\n`,
    '{"v":2,"inputs":{"o\'dd":"aa"},"run":"r"',
    MARKER,
  ]);
  const lengths = [...text.matchAll(/^\s*(?:store|embed .*|receipt \S+|take) (\d+)\b/gm)].map(([, length]) =>
    Number(length),
  );
  expect(lengths).toEqual(payload.map((bytes) => bytes.length));
});

test('any login shell can parse the line that starts the loop', () => {
  const line = startLine('abc', true);
  expect(line).not.toMatch(/[\n!]/);
  expect(line.match(/'/g)).toHaveLength(2);
  expect(startLine('abc', false)).not.toContain('sudo');
});

test('a command becomes a call of run, with whole seconds and its account', () => {
  expect(runCall(command, 'free')).toBe(`run 2 free cfy license 'it'\\''s' ''`);
  expect(runCall({ ...check, timeoutMs: 1 }, 'free')).toBe('run 1 root haproxy -c -f "$new"');
  expect(commandScript(command, 'free').text).toBe(`take ${MARKER.length} | ${runCall(command, 'free')}`);
  expect(commandScript(check, 'free').text).toContain('</dev/null');
});

test('a live argument must be resolved first', () => {
  const live: Command = { ...command, args: [{ live: 'candidate', of: 'db1' }] };
  expect(() => runCall(live, 'free')).toThrow('candidate');
});

test.each(['', '..', 'a/../b', '.hidden', '/absolute', 'a//b', 'a\nb'])(
  '%j is not a name for a receipt, job or lock',
  (name) => {
    expect(() => inside('/var/lib/quorate/receipts', name)).toThrow('not a name');
  },
);
