import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkCluster } from '../lab/check.ts';
import { finished, journalOf, run, runFolders } from './support/quorate.ts';
import type { Ended } from './support/quorate.ts';
import { leaksBelow, leaksIn, secretForms } from './support/secrets.ts';
import { watchHosts } from './support/watch.ts';

const MINUTE = 60_000;

describe('npm run demo on bare hosts', () => {
  let demo: Ended;
  let leaked: readonly string[];
  let processes: number;

  beforeAll(async () => {
    const up = await run(['npm', 'run', '--silent', 'lab', '--', 'up', '--yes']); // the secrets must exist to be watched for
    if (up.code !== 0) throw new Error(up.stdout + up.stderr);
    const watch = await watchHosts();
    demo = await run(['npm', 'run', '--silent', 'demo', '--', '--yes']);
    leaked = await watch.stop();
    processes = watch.seen();
  }, 25 * MINUTE);

  test('ends with a cluster and says how to reach it', () => {
    if (demo.code !== 0) console.error(demo.stdout.slice(-6000), demo.stderr.slice(-3000));
    expect(demo.code).toBe(0);
    expect(demo.stdout).toContain('https://198.51.100.41/api/v3.1/status');
  });

  test(
    'builds what the hosts themselves say is a healthy cluster',
    async () => {
      const findings = await checkCluster();
      expect(findings.filter((finding) => !finding.ok)).toEqual([]);
      expect(findings.length).toBeGreaterThan(15);
    },
    5 * MINUTE,
  );

  test('shows no secret in a process list or a /tmp of any host while it runs', () => {
    expect(processes).toBeGreaterThan(1000);
    expect(leaked).toEqual([]);
  });

  test('prints no secret and leaves none on the laptop', async () => {
    const secrets = await secretForms();
    expect(leaksIn(demo.stdout + demo.stderr, secrets)).toEqual([]);
    expect(runFolders().flatMap((folder) => leaksBelow(folder, secrets))).toEqual([]);
  });

  test('leaves a run folder whose last event says that all went well', () => {
    const folders = runFolders().filter((folder) => folder.endsWith('-deploy'));
    expect(finished(journalOf(folders.at(-1) ?? ''))).toMatchObject({
      outcome: 'done',
      exitCode: 0,
      counts: { failed: 0 },
    });
  });
});
