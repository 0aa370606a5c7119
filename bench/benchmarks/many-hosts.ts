import { compare } from '../measure/pairs.ts';
import type { Timed } from '../measure/pairs.ts';
import { replayingHosts } from '../hosts/hosts.ts';
import { comparisonFinding } from '../report/finding.ts';
import type { Check, Finding } from '../report/finding.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { onHosts } from './contenders.ts';

const COUNTS = [100, 300, 1_000];

/** Runs take long with many hosts, and vary less. */
const MOST_PAIRS = 5;

/** B7: the work of B1 on up to 1,000 hosts, which are ports of one process that repeats recorded output. */
export const manyHosts: Benchmark = {
  id: 'B7',
  work: '100, 300 and 1,000 hosts, nothing to change',
  run: async (options) => {
    const findings: Finding[] = [];
    for (const count of COUNTS) findings.push(await withHosts(count, options));
    const runs = findings.flatMap(({ timed: [quorate] }, index) =>
      quorate ? [{ hosts: COUNTS[index] ?? NaN, quorate }] : [],
    );
    return [...findings, { id: 'B7', work: 'growth with the hosts', timed: [], checks: growth(runs) }];
  },
};

async function withHosts(count: number, { programs, pairs }: BenchOptions): Promise<Finding> {
  const hosts = await replayingHosts(programs, count);
  try {
    const comparison = await compare(onHosts(programs, hosts), Math.min(pairs, MOST_PAIRS));
    return comparisonFinding({ id: 'B7', work: `${count} hosts, nothing to change` }, comparison, {
      processor: 1.5,
    });
  } finally {
    await hosts.stop();
  }
}

interface Run {
  readonly hosts: number;
  readonly quorate: Timed;
}

function growth(runs: readonly Run[]): readonly Check[] {
  const fewest = runs[0];
  const most = runs.at(-1);
  if (!fewest || !most) return [];
  const more = most.hosts - fewest.hosts;
  const memory = ((most.quorate.memory ?? NaN) - (fewest.quorate.memory ?? NaN)) / more;
  const perHost = ({ hosts, quorate }: Run) => quorate.processor.median / hosts;
  return [
    { what: 'memory per further host', value: memory, unit: 'KB', atMost: 150 },
    {
      what: `processor time per host, ${most.hosts} hosts / ${fewest.hosts} hosts`,
      value: perHost(most) / perHost(fewest),
      unit: '×',
      atMost: 1.2,
    },
  ];
}
