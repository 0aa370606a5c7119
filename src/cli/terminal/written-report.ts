import type { Io } from './io.ts';
import type { OutputFormat } from '../arguments/flags.ts';
import { jsonOutput } from './json-output.ts';

const FILE_COLUMN = 30;

/** Last line of `--dry-run`. */
export const NOTHING_WRITTEN = 'Nothing was written, because of --dry-run.';

/** Reports the files that a command writes, and why: one line each, or all of them in one JSON object. */
interface WrittenReport {
  readonly wrote: (file: string, why: string) => void;
  /** @param more further keys of the JSON object */
  readonly finish: (summary: string, more: Readonly<Record<string, unknown>>) => void;
}

/** @param dryRun reports the files that would be written */
export function writtenReport(
  { stdout }: Io,
  { output, dryRun }: { readonly output: OutputFormat; readonly dryRun: boolean },
): WrittenReport {
  const written: { readonly file: string; readonly why: string }[] = [];
  const print = (line: string) => void stdout.write(`${line}\n`);
  if (output === 'json')
    return {
      wrote: (file, why) => void written.push({ file, why }),
      finish: (_, more) =>
        print(jsonOutput({ ...more, ...(dryRun ? { wouldWrite: written } : { written }) })),
    };
  return {
    wrote: (file, why) => print(`${file.padEnd(FILE_COLUMN)}  ${why}`),
    finish: (summary) => print(dryRun ? NOTHING_WRITTEN : summary),
  };
}
