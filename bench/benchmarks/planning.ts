import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { compareLarge, largePlan, planLarge } from '../work/large-cluster.ts';
import { summaryOf } from '../measure/statistics.ts';
import type { Benchmark } from './benchmark.ts';

const HOSTS = 1_000;
const LIMIT_MS = 200;
const LONGEST_BLOCK_MS = 50;

/** B9: planning and comparing for 1,000 hosts, within this process. */
export const planning: Benchmark = {
  id: 'B9',
  work: 'buildPlan and compare, 1,000 hosts',
  run: async ({ pairs }) => {
    const { input, plan, surveys } = largePlan(HOSTS);
    const times = Array.from({ length: pairs }, () => ({
      build: timeOf(() => planLarge(input)),
      compare: timeOf(() => compareLarge(plan, surveys)),
    }));
    const build = summaryOf(times.map((time) => time.build));
    const compare = summaryOf(times.map((time) => time.compare));
    const block = await longestBlock([() => planLarge(input), () => compareLarge(plan, surveys)]);
    return [
      {
        id: 'B9',
        work: 'buildPlan and compare, 1,000 hosts',
        timed: [],
        checks: [
          { what: 'buildPlan', value: build.median, unit: 'ms', interval: build.quartiles },
          { what: 'compare', value: compare.median, unit: 'ms', interval: compare.quartiles },
          { what: 'together', value: build.median + compare.median, unit: 'ms', atMost: LIMIT_MS },
          { what: 'longest block of the event loop', value: block, unit: 'ms', atMost: LONGEST_BLOCK_MS },
        ],
      },
    ];
  },
};

/** Runs one piece of work after another, and returns the longest time in which nothing else could run. */
async function longestBlock(works: readonly (() => unknown)[]): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (const work of works) {
    await sleep(10);
    work();
  }
  await sleep(10);
  delay.disable();
  return delay.max / 1e6;
}

function timeOf(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
