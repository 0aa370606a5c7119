import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { replayingHosts } from '../../../bench/hosts/hosts.ts';
import type { BenchHosts } from '../../../bench/hosts/hosts.ts';
import { buildPrograms } from '../../../bench/work/bundle.ts';
import type { Programs } from '../../../bench/work/bundle.ts';
import { costOf } from '../../../bench/work/cost.ts';

jest.setTimeout(120_000);

let programs: Programs;
let hosts: BenchHosts;
const before = process.env['TMPDIR'];
beforeAll(async () => {
  // The scripts contain the path, so its length counts.
  process.env['TMPDIR'] = '/tmp';
  programs = await buildPrograms();
  hosts = await replayingHosts(programs, 1);
});
afterAll(async () => {
  await hosts?.stop();
  programs?.remove();
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
});

/** Change these numbers only with the code that needs more, or less. */
const SENT = 15_398;

test('a host with nothing to change costs one connection, one script and at most eleven round trips', async () => {
  const { bytes, connect, ...cost } = await costOf(hosts);
  expect(cost).toEqual({ connections: 1, scripts: 1, work: 1 });
  // ssh2's server starts to use the new keys one round trip later than an sshd. Two of its messages may arrive together.
  expect(connect).toBeLessThanOrEqual(10);
  expect(bytes.sent).toBe(SENT);
  // The response contains the open ports and addresses of this machine.
  expect(bytes.received).toBeLessThan(64 * 1_024);
});
