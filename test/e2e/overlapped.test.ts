import { describe, expect, test } from '@jest/globals';
import { checkCluster } from '../lab/check.ts';
import { reset } from '../lab/lab.ts';
import { eventsOf, finished, INVENTORY, journalOf, quorate, runFolders } from './support/quorate.ts';

const MINUTE = 60_000;

/** How long the demo's deploy took: the longest run so far, the only one on bare hosts. */
function sequentialMs(): number {
  const deploys = runFolders().filter((folder) => folder.endsWith('-deploy'));
  const lasted = deploys.map((folder) => journalOf(folder).at(-1));
  return Math.max(
    ...lasted.map((last) => (last?.kind === 'run.finished' && last.exitCode === 0 ? last.ms : 0)),
  );
}

describe('deploy-overlapped on bare hosts', () => {
  test(
    'builds the same cluster, faster',
    async () => {
      const sequential = sequentialMs();
      await reset({ yes: true });
      const ended = await quorate(
        'deploy',
        INVENTORY,
        '--playbook',
        'playbooks/deploy-overlapped.yaml',
        '--output',
        'json',
      );
      if (ended.code !== 0) console.error(ended.stdout.slice(-6000), ended.stderr);
      expect(ended.code).toBe(0);
      const findings = await checkCluster();
      expect(findings.filter((finding) => !finding.ok)).toEqual([]);
      const overlapped = finished(eventsOf(ended)).ms;
      console.info(`in order ${sequential} ms, overlapped ${overlapped} ms`);
      expect(overlapped).toBeLessThan(sequential);
    },
    20 * MINUTE,
  );
});
