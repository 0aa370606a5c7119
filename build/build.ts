/** Bundles the program to dist/: `tsx build/build.ts`. What is measured and why: bench/startup.ts. */
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'dist');

await rm(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/quorate.ts'],
  outdir,
  bundle: true,
  // Commands import their work when it is asked for: each becomes a file of its own.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  // A bundle would silently lose ssh2's native crypto; the others stay dependencies of the package anyway.
  packages: process.argv.includes('--bundle') ? 'bundle' : 'external',
  external: ['ssh2', 'cpu-features'],
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
});
await chmod(join(outdir, 'quorate.js'), 0o755);
