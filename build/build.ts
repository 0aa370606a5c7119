/** Bundles the program: `tsx build/build.ts [folder within the repository]`, to dist/ unless told otherwise. */
import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * yargs is some forty small files, and the one package that `--help` needs: within the bundle `--help`
 * starts sooner than outside it (`npm run startup` measures). The others are loaded by the commands that need them and stay outside; ssh2 must,
 * since a bundle silently loses its native crypto.
 */
const INSIDE = 'yargs';

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
  // Commands import their work when it is asked for: each becomes a file of its own.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  external: Object.keys(dependencies).filter((name) => name !== INSIDE),
  logLevel: 'warning',
});
await chmod(join(outdir, 'quorate.js'), 0o755);
