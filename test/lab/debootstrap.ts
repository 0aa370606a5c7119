import { mkdirSync } from 'node:fs';
import { type EngineOptions, install } from './engine.ts';
import { paths } from './paths.ts';
import { LabError, must, run } from './shell.ts';

interface Root {
  /** A release of Debian, by its code name. */
  readonly suite: string;
  /** Packages in addition to the minimum, separated by commas. */
  readonly include: string;
  readonly directory: string;
}

/** Creates the files of a Debian system in a directory. @throws LabError if not root */
export async function debootstrap(root: Root, options: EngineOptions): Promise<void> {
  const { suite, include, directory } = root;
  if ((await run(['sh', '-c', 'command -v debootstrap'])).code !== 0) await install(['debootstrap'], options);
  if (process.getuid?.() !== 0)
    throw new LabError(`creating a system (${suite}) with debootstrap requires root: run this once as root`);
  mkdirSync(paths.lab, { recursive: true, mode: 0o700 });
  const log = paths.buildLog;
  await must(['debootstrap', '--variant=minbase', `--include=${include}`, suite, directory], { log });
}
