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
import { begin } from './support/live.ts';
import type { Live } from './support/live.ts';
import { INVENTORY, journalOf, runFolders } from './support/quorate.ts';
import { SOAK } from './support/seed.ts';

const MINUTE = 60_000;

/** In the sample the deploy is broken twice, and left. */
const TAKEN = SOAK ? TROUBLES : TROUBLES.slice(0, 2);

/** A whole deploy in the mandated order, on bare hosts, undisturbed: the demo's was one, if it is kept. */
async function undisturbed(): Promise<readonly RunEvent[]> {
  const kept = runFolders().map(journalOf).filter(isWhole).at(-1);
  if (kept) return kept;
  await reset({ yes: true });
  const run = begin('deploy', INVENTORY);
  expect(await run.ended).toBe(0);
  return run.events;
}

function isWhole(events: readonly RunEvent[]): boolean {
  const last = events.at(-1);
  if (last?.kind !== 'run.finished' || last.exitCode !== 0 || last.counts.changed < 50) return false;
  const place = (kind: RunEvent['kind'], step: string) =>
    events.findIndex((event) => event.kind === kind && 'step' in event && event.step === step);
  return place('step.finished', 'databases/db1/install') < place('step.started', 'databases/db2/install');
}

async function brokenRun(troubles: readonly Trouble[]): Promise<readonly RunEvent[]> {
  const run = begin('deploy', INVENTORY);
  const done = troubles.map((trouble) => happen(run, trouble));
  await run.ended;
  await Promise.all(done);
  return run.events;
}

async function happen(run: Live, trouble: Trouble): Promise<void> {
  await itsTime(run, trouble);
  if (trouble.onLab === 'deployer') run.kill();
  else await trouble.onLab(hostOf(trouble));
}

async function itsTime(run: Live, trouble: Trouble): Promise<void> {
  const { step, once = '', held = false } = trouble;
  const said = (event: RunEvent) => event.kind === 'step.output' && event.line.includes(once);
  const begun = (event: RunEvent) => event.kind === 'step.started';
  const seen = await run.seen(
    (event) => 'step' in event && event.step === step && (held ? begun : said)(event),
  );
  if (!seen) throw new Error(`${step} never ran`);
  if (held) await holdJob(hostOf(trouble), once);
  else if (!once) await sleep(500);
}

describe('the simulator agrees with the lab: the same steps per host in the same order, the same verdicts', () => {
  test(
    'for an undisturbed deploy',
    async () => {
      expect(storyOf(await undisturbed())).toEqual(await simulatedStory());
    },
    5 * MINUTE,
  );

  describe('for a deploy that is broken and begun again, run by run', () => {
    const lab: Story[] = [];
    let simulated: readonly Story[] = [];
    beforeAll(async () => {
      await reset({ yes: true });
      simulated = await simulatedStories();
      for (const troubles of TAKEN) lab.push(storyOf(await brokenRun(troubles)));
    }, 12 * MINUTE);

    test.each(
      TAKEN.map((troubles, run) => ({ run, what: troubles.map(({ name }) => name).join(', then ') })),
    )('when $what', ({ run }) => {
      expect(lab[run]).toEqual(simulated[run]);
    });

    if (TAKEN === TROUBLES)
      test(
        'and both end with a whole cluster',
        async () => {
          expect([lab.at(-1)?.exitCode, simulated.at(-1)?.exitCode]).toEqual([0, 0]);
          expect((await checkCluster()).filter(({ ok }) => !ok)).toEqual([]);
        },
        3 * MINUTE,
      );
  });
});
