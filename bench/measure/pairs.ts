import { ratioOf, summaryOf } from './statistics.ts';
import type { Ratio, Summary } from './statistics.ts';
import type { Usage } from './process.ts';

/** One of the programs that do the same work. */
export interface Contender {
  readonly name: string;
  /** Prepares the hosts before each run; not measured. */
  readonly before?: () => Promise<void>;
  readonly run: () => Promise<Usage>;
  /** Runs only in the first pairs, because it takes long. */
  readonly atMost?: number;
}

export interface Timed {
  readonly name: string;
  readonly runs: number;
  readonly wall: Summary;
  readonly processor: Summary;
  /** The largest memory of all runs, in KB. */
  readonly memory?: number;
}

export interface Comparison {
  /** The first contender is the subject, the second its reference. */
  readonly contenders: readonly Timed[];
  readonly wallRatio: Ratio;
  readonly processorRatio: Ratio;
}

/**
 * Lets all contenders run in turn, round after round. The order alternates, so that no contender always runs after the
 * same one. By default, one round before these warms up and is not counted.
 */
export async function compare(
  contenders: readonly Contender[],
  pairs: number,
  { warmUp = true }: { readonly warmUp?: boolean } = {},
): Promise<Comparison> {
  const usages = await usagesOf(contenders, { first: warmUp ? -1 : 0, pairs });
  const timed = contenders.map(({ name }, index) => timedOf(name, usages.get(contenders[index]!) ?? []));
  const [subject = [], reference = []] = contenders.map((contender) => usages.get(contender) ?? []);
  const ratio = (of: (usage: Usage) => number) =>
    ratioOf(subject.map((usage, index) => [of(usage), of(reference[index]!)]));
  return {
    contenders: timed,
    wallRatio: ratio(({ wall }) => wall),
    processorRatio: ratio(({ processor }) => processor),
  };
}

/** Runs all rounds. A negative round is not counted. */
async function usagesOf(
  contenders: readonly Contender[],
  { first, pairs }: { readonly first: number; readonly pairs: number },
): Promise<ReadonlyMap<Contender, readonly Usage[]>> {
  const usages = new Map<Contender, Usage[]>(contenders.map((contender) => [contender, []]));
  for (let round = first; round < pairs; round += 1) {
    const order = round % 2 === 0 ? contenders : [...contenders].reverse();
    for (const contender of order) {
      if (round >= (contender.atMost ?? Infinity)) continue;
      await contender.before?.();
      const usage = await contender.run();
      if (round >= 0) usages.get(contender)?.push(usage);
    }
  }
  return usages;
}

function timedOf(name: string, usages: readonly Usage[]): Timed {
  const memory = usages.flatMap((usage) => usage.memory ?? []);
  return {
    name,
    runs: usages.length,
    wall: summaryOf(usages.map(({ wall }) => wall)),
    processor: summaryOf(usages.map(({ processor }) => processor)),
    ...(memory.length > 0 && { memory: Math.max(...memory) }),
  };
}
