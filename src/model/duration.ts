/** A time in milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** Durations in milliseconds. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Returns a duration as text: `850ms`, `4.2s`, `3m 05s`, `2h 07m`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)}ms`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)}s`;
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m ${two((ms % MINUTE) / SECOND)}s`;
  return `${Math.floor(ms / HOUR)}h ${two((ms % HOUR) / MINUTE)}m`;
}
