import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { inSlices } from '../../src/clock/in-slices.ts';
import { systemClock } from '../../src/clock/clock.ts';
import type { Slices } from '../../src/model/work/slices.ts';
import { comparingLarge, largeInput, largePlan, planningLarge } from '../work/large-cluster.ts';
import { summaryOf } from '../measure/statistics.ts';
import type { Benchmark } from './benchmark.ts';

const HOSTS = 1_000;
const LIMIT_MS = 200;
const LONGEST_BLOCK_MS = 50;

/** B9: planning and comparing for 1,000 hosts, within this process, as commands do it: in slices, each time for a new cluster. */
export const planning: Benchmark = {
  id: 'B9',
  work: 'buildPlan and compare, 1,000 hosts',
  run: async ({ pairs }) => {
    const times: { build: Measured; compare: Measured }[] = [];
    for (let run = 0; run < pairs; run += 1) times.push(await measureOnce());
    const build = summaryOf(times.map((time) => time.build.ms));
    const compare = summaryOf(times.map((time) => time.compare.ms));
    const blocks = times.map((time) => Math.max(time.build.longestBlock, time.compare.longestBlock));
    const block = summaryOf(blocks);
    return [
      {
        id: 'B9',
        work: 'buildPlan and compare, 1,000 hosts',
        timed: [],
        checks: [
          { what: 'buildPlan', value: build.median, unit: 'ms', interval: build.quartiles },
          { what: 'compare', value: compare.median, unit: 'ms', interval: compare.quartiles },
          { what: 'together', value: build.median + compare.median, unit: 'ms', atMost: LIMIT_MS },
          {
            what: 'longest block of the event loop',
            value: block.median,
            unit: 'ms',
            interval: block.quartiles,
            atMost: LONGEST_BLOCK_MS,
          },
        ],
      },
    ];
  },
};

async function measureOnce(): Promise<{ readonly build: Measured; readonly compare: Measured }> {
  const { plan, surveys } = largePlan(HOSTS);
  const input = largeInput(HOSTS);
  return {
    build: await measured(() => planningLarge(input)),
    compare: await measured(() => comparingLarge(plan, surveys)),
  };
}

interface Measured {
  readonly ms: number;
  /** The longest time in which nothing else could run. */
  readonly longestBlock: number;
}

async function measured(work: () => Slices<unknown>): Promise<Measured> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await sleep(10);
  const startedAt = performance.now();
  await inSlices(work(), systemClock);
  const ms = performance.now() - startedAt;
  await sleep(10);
  delay.disable();
  return { ms, longestBlock: delay.max / 1e6 };
}
