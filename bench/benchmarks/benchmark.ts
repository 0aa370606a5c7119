import type { Finding } from '../report/finding.ts';
import type { Programs } from '../work/bundle.ts';

export interface BenchOptions {
  readonly programs: Programs;
  /** The number of runs of each program. */
  readonly pairs: number;
  /** The inventory of a deployed cluster. */
  readonly inventory?: string;
}

/** One benchmark. It prints nothing; the caller prints its findings. */
export interface Benchmark {
  readonly id: string;
  readonly work: string;
  /** True if it needs the hosts of a deployed cluster. */
  readonly needsHosts?: true;
  /** True if it empties the hosts of the lab and deploys to them. */
  readonly needsLab?: true;
  readonly run: (options: BenchOptions) => Promise<readonly Finding[]>;
}
