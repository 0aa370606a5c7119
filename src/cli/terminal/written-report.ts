import type { Io } from './io.ts';
import type { OutputFormat } from '../arguments/flags.ts';
import { jsonOutput } from './json-output.ts';

const FILE_COLUMN = 30;

/** Says which files a command writes and why: a line each as they are written, or all in one JSON object. */
export interface WrittenReport {
  readonly wrote: (file: string, why: string) => void;
  /** @param more of the JSON object, beside `written` */
  readonly finish: (sum: string, more: Readonly<Record<string, unknown>>) => void;
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
