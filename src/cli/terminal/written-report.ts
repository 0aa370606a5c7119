import type { Io } from './io.ts';
import type { OutputFormat } from '../arguments/flags.ts';
import { jsonOutput } from './json-output.ts';

const FILE_COLUMN = 30;

/** Reports the files that a command writes, and why: one line each, or all of them in one JSON object. */
interface WrittenReport {
  readonly wrote: (file: string, why: string) => void;
  /** @param more further keys of the JSON object */
  readonly finish: (summary: string, more: Readonly<Record<string, unknown>>) => void;
}

export function writtenReport({ stdout }: Io, output: OutputFormat): WrittenReport {
  const written: { readonly file: string; readonly why: string }[] = [];
  const print = (line: string) => void stdout.write(`${line}\n`);
  if (output === 'json')
    return {
      wrote: (file, why) => void written.push({ file, why }),
      finish: (_, more) => print(jsonOutput({ ...more, written })),
    };
  return { wrote: (file, why) => print(`${file.padEnd(FILE_COLUMN)}  ${why}`), finish: print };
}
