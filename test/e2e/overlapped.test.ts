import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkCluster } from '../lab/check.ts';
import { reset } from '../lab/lab.ts';
import { paths } from '../lab/paths.ts';
import { leaksOnHosts } from './support/hosts.ts';
import { eventsOf, finished, INVENTORY, journalOf, quorate, runDirectories } from './support/quorate.ts';
import type { Ended } from './support/quorate.ts';
import { leaksBelow, leaksIn, secretForms } from './support/secrets.ts';
import { watchHosts } from './support/watch.ts';

const MINUTE = 60_000;

/** Duration of the demo's deploy. It is the longest run so far, because no other run started on empty hosts. */
function sequentialMs(): number {
  const deploys = runDirectories().filter((directory) => directory.endsWith('-deploy'));
  const lastEvents = deploys.map((directory) => journalOf(directory).at(-1));
  return Math.max(
    ...lastEvents.map((last) => (last?.kind === 'run.finished' && last.exitCode === 0 ? last.ms : 0)),
  );
}

describe('deploy-overlapped on empty hosts, verbose and as JSON', () => {
  let sequential: number;
  let ended: Ended;
  let leaked: readonly string[];

  beforeAll(async () => {
    sequential = sequentialMs();
    await reset({ yes: true });
    const watch = await watchHosts();
    const playbook = ['--playbook', 'playbooks/deploy-overlapped.yaml'];
    ended = await quorate('deploy', INVENTORY, ...playbook, '--verbose', '--output', 'json');
    leaked = await watch.stop();
  }, 20 * MINUTE);

  test(
    'builds the same cluster, faster',
    async () => {
      if (ended.code !== 0) console.error(ended.stdout.slice(-6000), ended.stderr);
      expect(ended.code).toBe(0);
      const findings = await checkCluster();
      expect(findings.filter((finding) => !finding.ok)).toEqual([]);
      const overlapped = finished(eventsOf(ended)).ms;
      console.info(`in order ${sequential} ms, overlapped ${overlapped} ms`);
      expect(overlapped).toBeLessThan(sequential);
    },
    5 * MINUTE,
  );

  test(
    'exposes no secret in its output, its run directories, or a process list, /tmp or journal of a host',
    async () => {
      const secrets = await secretForms();
      expect(ended.stdout.length).toBeGreaterThan(10_000);
      expect(leaksIn(ended.stdout + ended.stderr, secrets)).toEqual([]);
      expect(runDirectories().flatMap((directory) => leaksBelow(directory, secrets))).toEqual([]);
      expect(leaked).toEqual([]);
      expect(await leaksOnHosts(secrets)).toEqual([]);
    },
    3 * MINUTE,
  );

  test('leaves no file on the workstation that other users can read', () => {
    const open = readdirSync(paths.cluster, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => (statSync(path).mode & 0o077) !== 0);
    expect(open).toEqual([]);
  });
});
