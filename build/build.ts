/** Bundles the program: `tsx build/build.ts [directory in the repository]`; default: dist. */
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeManual } from './man.ts';

/**
 * Packages that stay outside the bundle: ssh2 would silently lose its native crypto, and pg looks for a native module of
 * its own. All others are bundled, because hundreds of small files take longer to load than a few large ones (measure
 * with `npm run bench -- --only B8`). Commands load the parts of the bundle that they need.
 */
const EXTERNAL = ['ssh2', 'pg'];

/** Bundled CommonJS packages load modules of Node with `require`, which an ES module does not have. */
const REQUIRE =
  "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, process.argv[2] ?? 'dist');

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
  external: EXTERNAL,
  banner: { js: REQUIRE },
  logLevel: 'warning',
});
writeManual(outdir);
await chmod(join(outdir, 'quorate.js'), 0o755);
