import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { checkNative } from '../lab/native/check.ts';
import { debian12 } from '../lab/native/hosts.ts';
import { removeNativeHosts } from '../lab/native/lab.ts';
import { startNativeWriter } from '../lab/native/writer.ts';
import { nativeEvents, testNativeDeploy } from './support/native.ts';
import { finished } from './support/quorate.ts';

const MINUTE = 60_000;

/** The services are the real ones, from Debian's packages. */
describe('the native platform on empty hosts of Debian 12', () => {
  afterAll(removeNativeHosts, MINUTE);

  testNativeDeploy(debian12);

  test(
    'restarts of all databases and brokers lose no acknowledged row and no confirmed message',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'quorate-native-'));
      const writer = await startNativeWriter(directory);
      const ends = [
        finished(await nativeEvents('restart', '--role', 'database', '--yes')),
        finished(await nativeEvents('restart', '--role', 'broker', '--yes')),
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
