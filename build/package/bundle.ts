import { build } from 'esbuild';
import type { Metafile } from 'esbuild';

/** Bundles the program and all its packages into one CommonJS file, the only format of Node 24's single executables. */
export async function bundle(root: string, outfile: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['build/package/entry.ts'],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    minifyWhitespace: true,
    minifySyntax: true,
    // ssh2 and cpu-features do without their compiled modules, which cannot be part of one file.
    external: ['*.node'],
    // CommonJS has no import.meta: packages that use it get the path of the executable.
    define: { 'import.meta.url': 'executableUrl' },
    banner: { js: "const executableUrl = require('node:url').pathToFileURL(process.execPath).href;" },
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}
