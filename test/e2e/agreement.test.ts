import { beforeAll, describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../src/events/events.ts';
import { checkCluster } from '../lab/check.ts';
import { reset } from '../lab/lab.ts';
import { sleep } from '../lab/shell.ts';
import { simulatedStories, simulatedStory } from '../support/agreement/simulated.ts';
import { storyOf } from '../support/agreement/story.ts';
import type { Story } from '../support/agreement/story.ts';
import { holdJob, hostOf, TROUBLES } from '../support/agreement/troubles.ts';
import type { Trouble } from '../support/agreement/troubles.ts';
import { startRun } from './support/live.ts';
import type { LiveRun } from './support/live.ts';
import { INVENTORY, journalOf, runDirectories } from './support/quorate.ts';
import { SOAK } from './support/seed.ts';

const MINUTE = 60_000;

/** The short run performs only the first two runs and does not complete the deploy. */
const SELECTED = SOAK ? TROUBLES : TROUBLES.slice(0, 2);

/**
 * The events of an undisturbed deploy of empty hosts, in the mandated order. Uses the demo's journal if it still
 * exists.
 */
async function undisturbed(): Promise<readonly RunEvent[]> {
  const kept = runDirectories().map(journalOf).filter(isCompleteDeploy).at(-1);
  if (kept) return kept;
  await reset({ yes: true });
  const run = startRun('deploy', INVENTORY);
  expect(await run.ended).toBe(0);
  return run.events;
}

function isCompleteDeploy(events: readonly RunEvent[]): boolean {
  const last = events.at(-1);
  if (last?.kind !== 'run.finished' || last.exitCode !== 0 || last.counts.changed < 50) return false;
  const place = (kind: RunEvent['kind'], step: string) =>
    events.findIndex((event) => event.kind === kind && 'step' in event && event.step === step);
  return place('step.finished', 'databases/db1/install') < place('step.started', 'databases/db2/install');
}

async function disturbedRun(troubles: readonly Trouble[]): Promise<readonly RunEvent[]> {
  const run = startRun('deploy', INVENTORY);
  const done = troubles.map((trouble) => cause(run, trouble));
  await run.ended;
  await Promise.all(done);
  return run.events;
}

async function cause(run: LiveRun, trouble: Trouble): Promise<void> {
  await waitForJob(run, trouble);
  if (trouble.onLab === 'deployer') run.kill();
  else await trouble.onLab(hostOf(trouble));
}

async function waitForJob(run: LiveRun, trouble: Trouble): Promise<void> {
  const { step, once = '', held = false } = trouble;
  const logged = (event: RunEvent) => event.kind === 'step.output' && event.line.includes(once);
  const started = (event: RunEvent) => event.kind === 'step.started';
  const seen = await run.waitFor(
    (event) => 'step' in event && event.step === step && (held ? started : logged)(event),
  );
  if (!seen) throw new Error(`${step} did not run`);
  if (held) await holdJob(hostOf(trouble), once);
  else if (!once) await sleep(500);
}

describe('the simulator and the lab produce the same steps per host, in the same order, and the same verdicts', () => {
  test(
    'for an undisturbed deploy',
    async () => {
      expect(storyOf(await undisturbed())).toEqual(await simulatedStory());
    },
    5 * MINUTE,
  );

  describe('for each run of a disturbed and repeated deploy', () => {
    const lab: Story[] = [];
    let simulated: readonly Story[] = [];
    beforeAll(async () => {
      await reset({ yes: true });
      simulated = await simulatedStories();
      for (const troubles of SELECTED) lab.push(storyOf(await disturbedRun(troubles)));
    }, 12 * MINUTE);

    test.each(
      SELECTED.map((troubles, run) => ({ run, what: troubles.map(({ name }) => name).join(', then ') })),
    )('when $what', ({ run }) => {
      expect(lab[run]).toEqual(simulated[run]);
    });

    if (SELECTED === TROUBLES)
      test(
        'and both complete the cluster',
        async () => {
          expect([lab.at(-1)?.exitCode, simulated.at(-1)?.exitCode]).toEqual([0, 0]);
          expect((await checkCluster()).filter(({ ok }) => !ok)).toEqual([]);
        },
        3 * MINUTE,
      );
  });
});
