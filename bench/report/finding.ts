// Units: cspell:ignore Mbit
import type { Comparison, Timed } from '../measure/pairs.ts';
import type { Ratio } from '../measure/statistics.ts';

/** A value with the highest value that meets the target. Without a target, the value is only reported. */
export interface Check {
  readonly what: string;
  readonly value: number;
  readonly unit: '×' | 'ms' | 'KB' | 'Mbit/s' | 'round trips' | '%' | '';
  readonly interval?: readonly [number, number];
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** The result of one benchmark for one kind of work. */
export interface Finding {
  readonly id: string;
  readonly work: string;
  readonly timed: readonly Timed[];
  readonly checks: readonly Check[];
}

export function isMet({ value, atMost = Infinity, atLeast = -Infinity }: Check): boolean {
  return value <= atMost && value >= atLeast;
}

/** The ratio of the first contender to the second one. */
export function ratioCheck(
  what: string,
  { median, interval }: Ratio,
  limit: Pick<Check, 'atMost'> = {},
): Check {
  return { what, value: median, interval, unit: '×', ...limit };
}

/** A comparison whose ratio of durations has a target. */
export function comparisonFinding(
  about: Pick<Finding, 'id' | 'work'>,
  { contenders, wallRatio, processorRatio }: Comparison,
  limits: { readonly wall?: number; readonly processor?: number } = {},
): Finding {
  const [subject, reference] = contenders.map(({ name }) => name);
  const of = `${subject} / ${reference}`;
  const atMost = (limit: number | undefined) => (limit === undefined ? {} : { atMost: limit });
  return {
    ...about,
    timed: contenders,
    checks: [
      ratioCheck(of, wallRatio, atMost(limits.wall)),
      ratioCheck(`${of}, processor time`, processorRatio, atMost(limits.processor)),
    ],
  };
}
