import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { nativeSecrets, outputOn } from '../../lab/native/access.ts';
import { checkNative } from '../../lab/native/check.ts';
import { machinesOf, type NativeLab } from '../../lab/native/hosts.ts';
import { createNativeCluster, nativePaths, startNativeHosts } from '../../lab/native/lab.ts';
import { startNativeWriter } from '../../lab/native/writer.ts';
import { changedSteps, eventsOf, finished, quorate, runDirectories } from './quorate.ts';
import { leaksBelow, leaksIn, secretForms, type SecretForms } from './secrets.ts';
import { watchHosts } from './watch.ts';

const MINUTE = 60_000;
const KEY_DIRECTORIES = '/etc/etcd /etc/patroni /etc/postgresql /etc/rabbitmq /etc/haproxy /etc/quorate';

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
  let secrets: SecretForms;
  let leaked: readonly string[];
  const machines = machinesOf(lab.hosts);

  beforeAll(async () => {
    await startNativeHosts({}, lab);
    await createNativeCluster(lab);
    secrets = await secretForms(await nativeSecrets());
    const watch = await watchHosts({ secrets, containers: machines.map(({ container }) => container) });
    first = await nativeEvents('deploy').finally(async () => (leaked = await watch.stop()));
    expect(watch.seen()).toBeGreaterThan(1000);
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

  test(
    'no secret is in a process list, in /tmp, in a run directory or in a log of a host',
    async () => {
      expect(secrets.size).toBeGreaterThan(5);
      expect(leaked).toEqual([]);
      expect(leaksIn(JSON.stringify(first), secrets)).toEqual([]);
      const runs = runDirectories(nativePaths.directory);
      expect(runs.length).toBeGreaterThan(0);
      expect(runs.flatMap((directory) => leaksBelow(directory, secrets))).toEqual([]);
      const logs = ['sh', '-c', 'journalctl -o cat; cat /var/log/*/* /var/log/*.log 2>/dev/null; true'];
      const texts = await Promise.all(machines.map((machine) => outputOn(machine, logs)));
      expect(texts.flatMap((text) => leaksIn(text, secrets))).toEqual([]);
    },
    MINUTE,
  );

  test(
    'every private key of the cluster is on one machine only',
    async () => {
      const find = `grep -rl -e 'PRIVATE KEY' ${KEY_DIRECTORIES} 2>/dev/null | xargs -r sha256sum | cut -d' ' -f1 | sort -u`;
      const keys = await Promise.all(machines.map((machine) => outputOn(machine, ['sh', '-c', find])));
      const all = keys.flatMap((text) => text.split('\n').filter(Boolean));
      expect(all.length).toBeGreaterThan(2);
      expect(new Set(all).size).toBe(all.length);
    },
    MINUTE,
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
