import { createHash } from 'node:crypto';
import type { LocalFile } from '../../src/model/material.ts';

/** The work of B1, B2 and B7: one directory, eight files and one check on each host. Or that of B3: one large file. */
export interface Job {
  readonly hosts: readonly JobHost[];
  readonly user: string;
  /** True to become root with sudo. */
  readonly become: boolean;
  readonly identity: string;
  readonly knownHosts: string;
  /** The directory on the hosts. */
  readonly directory: string;
  /** A file of this machine to upload to that directory, in place of the files and the check. */
  readonly upload?: LocalFile;
}

export interface JobHost {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

const FILES = 8;
const LINES = 40;

/** The name of the uploaded file on the hosts. */
export const UPLOADED = 'uploaded';

/** The file names and contents, the same on each host: 2 to 3 KB, as configuration files are. */
export function jobFiles(): readonly { readonly name: string; readonly text: string }[] {
  return Array.from({ length: FILES }, (_, file) => ({
    name: `file-${file + 1}.conf`,
    text: Array.from(
      { length: LINES },
      (_line, line) => `setting_${file + 1}_${line} = "${digest(`${file} ${line}`)}"\n`,
    ).join(''),
  }));
}

/** The check: this program exits 0 on every host. */
export const CHECK = ['/usr/bin/test', '-d', '/etc'] as const;

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
