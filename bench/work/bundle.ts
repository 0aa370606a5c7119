// Options of esbuild: cspell:ignore outbase

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ENTRIES = ['bench/work/quorate.ts', 'bench/work/script.ts', 'bench/hosts/replaying.ts'];

/** The programs of the benchmarks, compiled as the program itself is, so that all start equally fast. */
export interface Programs {
  /** Returns the path of one program, such as `work/script`. */
  readonly at: (name: string) => string;
  readonly remove: () => void;
}

export async function buildPrograms(): Promise<Programs> {
  const outdir = mkdtempSync(join(root, 'node_modules', '.bench-'));
  await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir,
    outbase: 'bench',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  });
  return {
    at: (name) => join(outdir, `${name}.mjs`),
    remove: () => rmSync(outdir, { recursive: true }),
  };
}
