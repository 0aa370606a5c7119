import type { Io } from './io.ts';
import type { OutputFormat } from '../arguments/flags.ts';
import { jsonOutput } from './json-output.ts';

const FILE_COLUMN = 30;

/** Last line of `--dry-run`. */
export const NOTHING_WRITTEN = 'Nothing was written, because of --dry-run.';

/** A file that a command writes, and why. */
interface WrittenFile {
  readonly file: string;
  readonly why: string;
}

/** The files of a command in its JSON. */
interface FilesInJson {
  /** The files that the command has written, and why. Absent with `--dry-run`. */
  readonly written?: readonly WrittenFile[];
  /** With `--dry-run`: the files that the command would write. */
  readonly wouldWrite?: readonly WrittenFile[];
}

export function filesInJson(files: readonly WrittenFile[], dryRun: boolean): FilesInJson {
  return dryRun ? { wouldWrite: files } : { written: files };
}

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
  const written: WrittenFile[] = [];
  const print = (line: string) => void stdout.write(`${line}\n`);
  if (output === 'json')
    return {
      wrote: (file, why) => void written.push({ file, why }),
      finish: (_, more) => print(jsonOutput({ ...more, ...filesInJson(written, dryRun) })),
    };
  return {
    wrote: (file, why) => print(`${file.padEnd(FILE_COLUMN)}  ${why}`),
    finish: (summary) => print(dryRun ? NOTHING_WRITTEN : summary),
  };
}
