import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { checkNative } from '../lab/native/check.ts';
import { debian13, type NativeHost } from '../lab/native/hosts.ts';
import { recreateMachine, removeNativeHosts } from '../lab/native/lab.ts';
import { startNativeWriter } from '../lab/native/writer.ts';
import { must } from '../lab/shell.ts';
import { nativeEvents, testNativeDeploy } from './support/native.ts';
import { finished } from './support/quorate.ts';

const MINUTE = 60_000;

/** Runs a command and requires success. */
async function runs(command: string, ...args: readonly string[]): Promise<void> {
  const { exitCode, problems } = finished(await nativeEvents(command, ...args));
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

describe('three machines of Debian 13 with all roles', () => {
  afterAll(removeNativeHosts, MINUTE);

  testNativeDeploy(debian13);

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
