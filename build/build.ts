/** Bundles the program: `tsx build/build.ts [directory in the repository]`; default: dist. */
import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeManual } from './man.ts';

/**
 * The only package in the bundle. yargs is about forty small files and the only package that `--help` needs; bundling it
 * makes `--help` start faster (measure with `npm run bench -- --only B8`). The other packages are loaded by the commands that need
 * them. ssh2 must stay outside, because a bundle silently loses its native crypto.
 */
const BUNDLED = 'yargs';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, process.argv[2] ?? 'dist');
const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

await rm(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/quorate.ts'],
  outdir,
  bundle: true,
  // Commands import their work on demand, so each becomes a separate file.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  external: Object.keys(dependencies).filter((name) => name !== BUNDLED),
  logLevel: 'warning',
});
writeManual(outdir);
await chmod(join(outdir, 'quorate.js'), 0o755);
