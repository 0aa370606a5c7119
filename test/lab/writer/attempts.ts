/**
 * What became of one attempt. `acknowledged`: it is there for good. `broken`: the connection was lost, or patience ran
 * out, while it was under way: nobody knows. `refused`: it was not taken, because nobody was there to take it.
 */
export type Outcome = 'acknowledged' | 'broken' | 'refused';

export interface Attempt {
  /** ms since the epoch */
  readonly begun: number;
  readonly ended: number;
  readonly outcome: Outcome;
  /** Unless acknowledged: the error's own words. */
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
  /** Of the attempts outside the windows, the broken ones among them: 0 to 1. */
  readonly share: number;
  /** ms between two acknowledgements, the windows included. */
  readonly longestGapMs: number;
}

/**
 * @param failovers attempts that touch one of these do not count for the share. One is over with the first attempt that
 * is acknowledged after its end: how long that took, the longest gap tells.
 */
export function tally(attempts: readonly Attempt[], failovers: readonly Window[] = []): Tally {
  const count = (outcome: Outcome) => attempts.filter((attempt) => attempt.outcome === outcome).length;
  const windows = failovers.map(({ from, to }) => ({
    from,
    to: firstAfter(attempts, to)?.begun ?? Infinity,
  }));
  const outside = attempts.filter(
    ({ begun, ended }) => !windows.some(({ from, to }) => begun < to && ended >= from),
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
  return attempts.find(({ begun, outcome }) => begun >= moment && outcome === 'acknowledged');
}

/** Between the first attempt, every acknowledgement, and the end of the last attempt. */
function longestGap(attempts: readonly Attempt[]): number {
  const acknowledged = attempts.filter(({ outcome }) => outcome === 'acknowledged').map(({ ended }) => ended);
  const [first, last] = [attempts[0], attempts.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const marks = [first.begun, ...acknowledged, last.ended];
  return Math.max(...marks.slice(1).map((mark, i) => mark - (marks[i] ?? mark)));
}

/** `rows: 812 attempts, 803 acknowledged (99.1 % outside failovers), 4 broken, 5 refused, longest gap 6.2 s` */
export function tallyLine(name: string, { attempts, share, longestGapMs, ...counts }: Tally): string {
  const percent = (100 * share).toFixed(1);
  return (
    `${name}: ${attempts} attempts, ${counts.acknowledged} acknowledged (${percent} % outside failovers), ` +
    `${counts.broken} broken, ${counts.refused} refused, longest gap ${(longestGapMs / 1000).toFixed(1)} s`
  );
}
