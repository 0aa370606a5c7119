import type { FileForecast } from '../../model/plan/forecast.ts';

/** Lines of the difference of one file that are recorded. */
const LINES_OF_FILE = 200;
/** Lines of all differences of a run that are recorded, so that a run on many hosts has an event that can be read. */
const LINES_OF_RUN = 5000;
const LONGEST_LINE = 300;

/** Shortens the differences of the files of a run, in their order. A note counts the lines that are left out. Pure. */
export function boundedDiffs<F extends FileForecast>(files: readonly F[]): readonly F[] {
  let left = LINES_OF_RUN;
  return files.map((file) => {
    const kept = file.diff.slice(0, Math.min(LINES_OF_FILE, left));
    left -= kept.length;
    const more = file.diff.length - kept.length;
    const notes = more === 0 ? file.notes : [...file.notes, `${more} more lines of difference`];
    return { ...file, notes, diff: kept.map(shortened) };
  });
}

function shortened(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)} …`;
}
