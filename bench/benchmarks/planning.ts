import { performance } from 'node:perf_hooks';
import { compareLarge, largePlan, planLarge } from '../work/large-cluster.ts';
import { summaryOf } from '../measure/statistics.ts';
import type { Benchmark } from './benchmark.ts';

const HOSTS = 1_000;
const LIMIT_MS = 200;

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
    return [
      {
        id: 'B9',
        work: 'buildPlan and compare, 1,000 hosts',
        timed: [],
        checks: [
          { what: 'buildPlan', value: build.median, unit: 'ms', interval: build.quartiles },
          { what: 'compare', value: compare.median, unit: 'ms', interval: compare.quartiles },
          { what: 'together', value: build.median + compare.median, unit: 'ms', atMost: LIMIT_MS },
        ],
      },
    ];
  },
};

function timeOf(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
