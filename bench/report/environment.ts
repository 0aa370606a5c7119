// Names of programs: cspell:ignore clush

import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';

/** Where and with what the numbers were measured. */
export interface Measured {
  readonly commit: string;
  readonly date: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** Python of the distribution, for which the distribution packages Fabric. Another Python may come first in PATH. */
export const PYTHON = '/usr/bin/python3';

/** The programs whose versions are printed, with the arguments that print one. */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  ssh: ['ssh', '-V'],
  openssl: ['openssl', 'version'],
  ansible: ['ansible', '--version'],
  fabric: [PYTHON, '-c', 'import fabric; print("Fabric", fabric.__version__)'],
  clush: ['clush', '--version'],
};

export function measuredHere(): Measured {
  const [processor] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return {
    commit: `${printed(['git', 'rev-parse', '--short=12', 'HEAD'])}${isChanged() ? ', with changes' : ''}`,
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${processor?.model.trim()}, ${memory}, Linux ${release()}`,
    versions: { node: process.version, ...installedVersions() },
  };
}

function isChanged(): boolean {
  return printed(['git', 'status', '--porcelain', '--', 'src', 'bench', 'build', 'package.json']) !== '';
}

function installedVersions(): Readonly<Record<string, string>> {
  const found = Object.entries(VERSIONS).map(([name, words]) => [name, printed(words)] as const);
  return Object.fromEntries(found.filter(([, version]) => version !== ''));
}

/** The first line that a program prints; empty if it is not installed. */
function printed([program = '', ...args]: readonly string[]): string {
  try {
    const text = execFileSync('/bin/sh', ['-c', 'exec "$@" 2>&1', 'sh', program, ...args], {
      encoding: 'utf8',
    });
    return text.split('\n')[0]?.trim() ?? '';
  } catch {
    return '';
  }
}
