import { expect, test } from '@jest/globals';
import { followJob } from '../../../src/transport/ssh/methods/jobs.ts';
import type { JobHost } from '../../../src/transport/ssh/methods/jobs.ts';
import type { RunRequest } from '../../../src/transport/ssh/worker/response.ts';

const MIB = 1024 * 1024;

test('an endless log is followed up to 64 MiB, and the job to its end', async () => {
  const line = Buffer.from(`${'x'.repeat(1023)}\n`);
  const none = Buffer.alloc(0);
  const requested: number[] = [];
  const run: RunRequest = async ({ text }, read) => {
    const bytes = Number(/head -c (\d+)/.exec(text)?.[1]);
    requested.push(bytes);
    const out = Buffer.concat(Array.from({ length: bytes / line.length }, () => line));
    const head = bytes > 0 ? 'job running - 1 1 2' : 'job ended 3 1 1 2';
    return read({
      code: 0,
      sections: [
        { head, out, err: none },
        { head: 'complete', out: none, err: none },
      ],
      stderr: '',
      sentAt: 0,
      startedAt: 0,
    });
  };
  const clock = { now: () => 0, sleep: async () => undefined };
  const at: JobHost = { host: 'mq1', login: 'root', fence: undefined, clock, run };
  let lines = 0;
  const end = await followJob(at, 'install', { offset: 0, onLine: () => (lines += 1) });
  expect(end).toEqual({ kind: 'ended', code: 3 });
  expect(lines).toBe((64 * MIB) / line.length);
  expect(requested).toEqual([...Array.from({ length: 64 }, () => MIB), 0]);
});
