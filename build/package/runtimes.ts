import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Version of Node in the single executable: the newest that needs no library but libc and libstdc++ (26: libatomic). */
const EXECUTABLE_NODE = 24;

/** The Node binaries of build/runtimes, and the program that injects a blob into a binary. */
export interface Runtimes {
  readonly directory: string;
  readonly node: string;
  readonly postject: string;
}

/** Installs build/runtimes from its lock file, unless it is installed. */
export function installRuntimes(root: string): Runtimes {
  const directory = join(root, 'build/runtimes');
  const npm = (...words: readonly string[]): void =>
    void execFileSync('npm', [...words, '--prefix', directory], { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    npm('ls', '--silent');
  } catch {
    npm('ci', '--silent');
  }
  const modules = join(directory, 'node_modules');
  return {
    directory,
    node: nodeBinary(root, EXECUTABLE_NODE),
    postject: join(modules, 'postject/dist/cli.js'),
  };
}

/** Path of an installed Node. */
export function nodeBinary(root: string, version: number): string {
  return join(root, `build/runtimes/node_modules/node${version}/bin/node`);
}
