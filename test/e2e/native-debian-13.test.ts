import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../src/events/events.ts';
import { checkNative } from '../lab/native/check.ts';
import { debian13, type NativeHost } from '../lab/native/hosts.ts';
import {
  createNativeCluster,
  nativePaths,
  recreateMachine,
  removeNativeHosts,
  startNativeHosts,
} from '../lab/native/lab.ts';
import { startNativeWriter } from '../lab/native/writer.ts';
import { must } from '../lab/shell.ts';
import { changedSteps, eventsOf, finished, quorate } from './support/quorate.ts';
import { SOAK } from './support/seed.ts';

const MINUTE = 60_000;

async function eventsFrom(command: string, ...args: readonly string[]): Promise<readonly RunEvent[]> {
  return eventsOf(await quorate(command, nativePaths.inventory, ...args, '--output', 'json'));
}

/** Runs a command and requires success. */
async function runs(command: string, ...args: readonly string[]): Promise<void> {
  const { exitCode, problems } = finished(await eventsFrom(command, ...args));
  expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] });
}

/** Runs commands while an application writes through the first load balancer. No acknowledged write may be lost. */
async function underLoad(change: () => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-native-13-'));
  const writer = await startNativeWriter(directory, debian13);
  let stopped;
  try {
    await change();
  } finally {
    stopped = await writer.stop();
    rmSync(directory, { recursive: true });
  }
  expect(stopped.lost).toEqual([]);
  for (const { acknowledged } of Object.values(stopped.tallies)) expect(acknowledged).toBeGreaterThan(20);
  expect((await checkNative(debian13)).filter(({ ok }) => !ok)).toEqual([]);
}

/** `npm test` deploys the native platform on Debian 12; the soak test also deploys it on Debian 13. */
const describeInSoak = SOAK > 0 ? describe : describe.skip;

describeInSoak('three machines of Debian 13 with all roles', () => {
  let first: readonly RunEvent[];

  beforeAll(async () => {
    await startNativeHosts({}, debian13);
    await createNativeCluster(debian13);
    first = await eventsFrom('deploy');
  }, 20 * MINUTE);

  afterAll(removeNativeHosts, MINUTE);

  test(
    'deploy builds a cluster that the independent check finds healthy',
    async () => {
      expect(finished(first)).toMatchObject({ exitCode: 0, problems: [], counts: { failed: 0 } });
      const findings = await checkNative(debian13);
      expect(findings.filter(({ ok }) => !ok)).toEqual([]);
      expect(findings.length).toBeGreaterThan(10);
    },
    3 * MINUTE,
  );

  test(
    'a second deploy changes nothing',
    async () => {
      const again = await eventsFrom('deploy');
      expect(changedSteps(again)).toEqual([]);
      expect(finished(again)).toMatchObject({ exitCode: 0, requires: [], counts: { changed: 0, failed: 0 } });
    },
    3 * MINUTE,
  );

  test(
    'a switchover loses no acknowledged write',
    () => underLoad(() => runs('switchover', '--yes')),
    8 * MINUTE,
  );

  test(
    'restarts of all brokers lose no acknowledged write',
    () => underLoad(() => runs('restart', '--role', 'broker', '--yes')),
    10 * MINUTE,
  );

  test(
    'a lost machine is replaced with all of its roles, and no acknowledged write is lost',
    () =>
      underLoad(async () => {
        const machine = debian13.hosts.find(({ name }) => name === 'nat-db3') as NativeHost;
        await must(['docker', 'kill', machine.container]);
        await recreateMachine(machine, debian13);
        await runs('replace-host', machine.name, '--yes');
      }),
    15 * MINUTE,
  );
});
