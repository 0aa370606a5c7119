/**
 * Outcome of an attempt. `acknowledged`: stored permanently. `broken`: the connection was lost or the attempt timed
 * out, so the result is unknown. `refused`: not stored, because no server accepted it.
 */
export type Outcome = 'acknowledged' | 'broken' | 'refused';

export interface Attempt {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: Outcome;
  /** Text of the error, unless acknowledged. */
  readonly why?: string;
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface Tally {
  readonly attempts: number;
  readonly acknowledged: number;
  readonly broken: number;
  readonly refused: number;
  /** Share of acknowledged attempts among all attempts outside the windows, from 0 to 1. */
  readonly share: number;
  /** Longest time between two acknowledgements, inside the windows too. */
  readonly longestGapMs: number;
}

/**
 * @param failovers attempts that overlap such a window do not count for the share. A window extends to the first
 * attempt after its end that is acknowledged; the longest gap shows how long that took.
 */
export function tally(attempts: readonly Attempt[], failovers: readonly Window[] = []): Tally {
  const count = (outcome: Outcome) => attempts.filter((attempt) => attempt.outcome === outcome).length;
  const windows = failovers.map(({ from, to }) => ({
    from,
    to: firstAfter(attempts, to)?.startedAt ?? Infinity,
  }));
  const outside = attempts.filter(
    ({ startedAt, endedAt }) => !windows.some(({ from, to }) => startedAt < to && endedAt >= from),
  );
  const good = outside.filter(({ outcome }) => outcome === 'acknowledged').length;
  return {
    attempts: attempts.length,
    acknowledged: count('acknowledged'),
    broken: count('broken'),
    refused: count('refused'),
    share: outside.length === 0 ? 1 : good / outside.length,
    longestGapMs: longestGap(attempts),
  };
}

function firstAfter(attempts: readonly Attempt[], moment: number): Attempt | undefined {
  return attempts.find(({ startedAt, outcome }) => startedAt >= moment && outcome === 'acknowledged');
}

/** Longest time between the start of the first attempt, the acknowledgements, and the end of the last attempt. */
function longestGap(attempts: readonly Attempt[]): number {
  const acknowledged = attempts
    .filter(({ outcome }) => outcome === 'acknowledged')
    .map(({ endedAt }) => endedAt);
  const [first, last] = [attempts[0], attempts.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const marks = [first.startedAt, ...acknowledged, last.endedAt];
  return Math.max(...marks.slice(1).map((mark, i) => mark - (marks[i] ?? mark)));
}

/**
 * For example `rows: 812 attempts, 803 acknowledged (99.1 % outside failovers), 4 broken, 5 refused, longest gap 6.2
 * s`
 */
export function tallyLine(name: string, { attempts, share, longestGapMs, ...counts }: Tally): string {
  const percent = (100 * share).toFixed(1);
  return (
    `${name}: ${attempts} attempts, ${counts.acknowledged} acknowledged (${percent} % outside failovers), ` +
    `${counts.broken} broken, ${counts.refused} refused, longest gap ${(longestGapMs / 1000).toFixed(1)} s`
  );
}
