/** Median and spread of one series of measurements. */
export interface Summary {
  readonly median: number;
  /** The first and the third quartile. */
  readonly quartiles: readonly [number, number];
}

/** A ratio of two medians, with its 95 % interval. */
export interface Ratio {
  readonly median: number;
  readonly interval: readonly [number, number];
}

export type Pair = readonly [subject: number, reference: number];

const RESAMPLES = 2_000;

export function summaryOf(values: readonly number[]): Summary {
  return { median: quantile(values, 0.5), quartiles: [quantile(values, 0.25), quantile(values, 0.75)] };
}

/**
 * Returns the median of the ratios within the pairs, and its bootstrap interval. Both parts of a pair ran one after
 * another, so that load on the machine affects both.
 * @param random returns numbers from 0 to 1
 */
export function ratioOf(pairs: readonly Pair[], random: () => number = seeded(1)): Ratio {
  const ratios = pairs.map(([subject, reference]) => subject / reference);
  const medians = Array.from({ length: RESAMPLES }, () =>
    quantile(
      ratios.map(() => ratios[Math.floor(random() * ratios.length)] ?? NaN),
      0.5,
    ),
  );
  return {
    median: quantile(ratios, 0.5),
    interval: [quantile(medians, 0.025), quantile(medians, 0.975)],
  };
}

/** Interpolates between the two nearest values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? NaN;
  const above = sorted[Math.ceil(at)] ?? NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Numbers that look random, the same for each seed, so that the same measurements give the same interval. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
