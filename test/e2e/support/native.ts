import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { checkNative } from '../../lab/native/check.ts';
import type { NativeLab } from '../../lab/native/hosts.ts';
import { createNativeCluster, nativePaths, startNativeHosts } from '../../lab/native/lab.ts';
import { startNativeWriter } from '../../lab/native/writer.ts';
import { changedSteps, eventsOf, finished, quorate } from './quorate.ts';

const MINUTE = 60_000;

/** Runs a command on the inventory of the native lab. @returns its events */
export async function nativeEvents(
  command: string,
  ...args: readonly string[]
): Promise<readonly RunEvent[]> {
  return eventsOf(await quorate(command, nativePaths.inventory, ...args, '--output', 'json'));
}

/** Declares the tests of a deploy on empty hosts of this lab: the independent check passes, and a second deploy changes nothing. */
export function testNativeDeploy(lab: NativeLab): void {
  let first: readonly RunEvent[];

  beforeAll(async () => {
    await startNativeHosts({}, lab);
    await createNativeCluster(lab);
    first = await nativeEvents('deploy');
  }, 15 * MINUTE);

  test(
    'deploy builds a cluster that the independent check finds healthy',
    async () => {
      expect(finished(first)).toMatchObject({ exitCode: 0, problems: [], counts: { failed: 0 } });
      const findings = await checkNative(lab);
      expect(findings.filter(({ ok }) => !ok)).toEqual([]);
      expect(findings.length).toBeGreaterThan(10);
    },
    2 * MINUTE,
  );

  test(
    'a second deploy changes nothing',
    async () => {
      const again = await nativeEvents('deploy');
      expect(changedSteps(again)).toEqual([]);
      expect(finished(again)).toMatchObject({ exitCode: 0, requires: [], counts: { changed: 0, failed: 0 } });
    },
    2 * MINUTE,
  );
}

/** Runs a change while an application writes. Stops the application also if the change fails. */
export async function whileWriting<T>(change: () => Promise<T>) {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-native-'));
  const writer = await startNativeWriter(directory);
  const result = await change().catch(async (error: unknown) => {
    await writer.stop();
    throw error;
  });
  const written = await writer.stop();
  rmSync(directory, { recursive: true });
  return { result, ...written };
}

/** @throws Error after three minutes */
export async function waitUntil(isDone: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + 3 * MINUTE;
  while (!(await isDone())) {
    if (Date.now() > limit) throw new Error('the expected state did not come within three minutes');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}
