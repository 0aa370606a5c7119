import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Seconds that each stage took when it last ran, by its name. */
type StageTimes = Readonly<Record<string, number>>;

/** A file that is not committed, because times depend on the machine. */
export const TIMES_FILE = join(import.meta.dirname, '..', 'reports', 'stage-times.json');

export function readTimes(file = TIMES_FILE): StageTimes {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StageTimes) : {};
}

/** Adds the times of the stages that ran to those of the others. */
export function recordTimes(times: StageTimes, file = TIMES_FILE): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...readTimes(file), ...times }, null, 2)}\n`);
}

/** Lists the stages, each with its time if that is known. */
export function stagesText(names: readonly string[], times: StageTimes): string {
  const rows = names.map((name) => {
    const time = times[name];
    return `  ${name}${time === undefined ? '' : `: ${time.toFixed(0)} s`}`;
  });
  const known = names.flatMap((name) => times[name] ?? []);
  const sum = known.reduce((total, time) => total + time, 0);
  return [...rows, `  together: ${sum.toFixed(0)} s`].join('\n');
}
