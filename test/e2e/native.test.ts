import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../src/events/events.ts';
import { checkNative } from '../lab/native/check.ts';
import { createNativeCluster, nativePaths, removeNativeHosts, startNativeHosts } from '../lab/native/lab.ts';
import { startNativeWriter } from '../lab/native/writer.ts';
import { changedSteps, eventsOf, finished, quorate } from './support/quorate.ts';

const MINUTE = 60_000;
const INVENTORY = nativePaths.inventory;

async function eventsFrom(command: string, ...flags: readonly string[]): Promise<readonly RunEvent[]> {
  return eventsOf(await quorate(command, INVENTORY, ...flags, '--output', 'json'));
}

/** The services are the real ones, from Debian's packages. */
describe('the native platform on empty hosts of Debian 12', () => {
  let first: readonly RunEvent[];

  beforeAll(async () => {
    await startNativeHosts();
    await createNativeCluster();
    first = await eventsFrom('deploy');
  }, 15 * MINUTE);

  afterAll(removeNativeHosts, MINUTE);

  test(
    'deploy builds a cluster that the independent check finds healthy',
    async () => {
      expect(finished(first)).toMatchObject({ exitCode: 0, problems: [], counts: { failed: 0 } });
      const findings = await checkNative();
      expect(findings.filter(({ ok }) => !ok)).toEqual([]);
      expect(findings.length).toBeGreaterThan(10);
    },
    2 * MINUTE,
  );

  test(
    'a second deploy changes nothing',
    async () => {
      const again = await eventsFrom('deploy');
      expect(changedSteps(again)).toEqual([]);
      expect(finished(again)).toMatchObject({ exitCode: 0, requires: [], counts: { changed: 0, failed: 0 } });
    },
    2 * MINUTE,
  );

  test(
    'restarts of all databases and brokers lose no acknowledged row and no confirmed message',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'quorate-native-'));
      const writer = await startNativeWriter(directory);
      const ends = [
        finished(await eventsFrom('restart', '--role', 'database', '--yes')),
        finished(await eventsFrom('restart', '--role', 'broker', '--yes')),
      ];
      const { tallies, lost } = await writer.stop();
      rmSync(directory, { recursive: true });
      expect(ends.map(({ exitCode, problems }) => ({ exitCode, problems }))).toEqual([
        { exitCode: 0, problems: [] },
        { exitCode: 0, problems: [] },
      ]);
      expect(lost).toEqual([]);
      for (const { acknowledged, longestGapMs } of Object.values(tallies)) {
        expect(acknowledged).toBeGreaterThan(50);
        expect(longestGapMs).toBeLessThan(30_000);
      }
      expect((await checkNative()).filter(({ ok }) => !ok)).toEqual([]);
    },
    8 * MINUTE,
  );
});
