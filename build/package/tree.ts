import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Everything that a package is made of. */
export interface PackageInputs {
  readonly root: string;
  readonly version: string;
  /** Date of all files and of the changelog. */
  readonly date: Date;
  readonly executable: string;
  /** License texts of the bundled packages and of Node. */
  readonly licenses: string;
  readonly sbom: string;
  /** Directory with `man` and `completions` (build/man.ts). */
  readonly manual: string;
}

/** Where a kind of package has its files, relative to its root. */
export interface Layout {
  readonly bin: string;
  readonly man: string;
  readonly doc: string;
  readonly bash: string;
  readonly zsh: string;
  readonly fish: string;
}

/** Below a prefix such as /usr/local or ~/.local. */
export const PREFIX: Layout = {
  bin: 'bin',
  man: 'share/man/man1',
  doc: 'share/doc/quorate',
  bash: 'share/bash-completion/completions',
  zsh: 'share/zsh/site-functions',
  fish: 'share/fish/vendor_completions.d',
};
/** Fedora and the distributions that are built from it. */
export const RPM: Layout = Object.fromEntries(
  Object.entries(PREFIX).map(([name, path]) => [name, `usr/${path}`]),
) as unknown as Layout;
export const DEBIAN: Layout = { ...RPM, zsh: 'usr/share/zsh/vendor-completions' };

/** Copies the files of a package into an empty directory, all with the same date. */
export function writeTree(directory: string, layout: Layout, inputs: PackageInputs): void {
  const { root, manual } = inputs;
  const at = (place: string, name: string): string => {
    mkdirSync(join(directory, place), { recursive: true });
    return join(directory, place, name);
  };
  const copy = (from: string, to: string): void => cpSync(from, to, { recursive: true });
  copy(inputs.executable, at(layout.bin, 'quorate'));
  writeFileSync(at(layout.man, 'quorate.1.gz'), compressed(readFileSync(join(manual, 'man/quorate.1'))));
  copy(join(manual, 'completions/quorate.bash'), at(layout.bash, 'quorate'));
  copy(join(manual, 'completions/_quorate'), at(layout.zsh, '_quorate'));
  copy(join(manual, 'completions/quorate.fish'), at(layout.fish, 'quorate.fish'));
  for (const name of ['docs', 'schema', 'inventories', 'playbooks'])
    copy(join(root, name), at(layout.doc, name));
  for (const name of ['README.md', 'CHANGELOG.md', 'LICENSE']) copy(join(root, name), at(layout.doc, name));
  writeFileSync(at(layout.doc, 'THIRD-PARTY-LICENSES'), inputs.licenses);
  writeFileSync(at(layout.doc, 'sbom.cdx.json'), inputs.sbom);
}

/** Gives every file and directory of a tree its mode and date. */
export function normalize(directory: string, executable: string, date: Date): void {
  const sh = (script: string, ...words: readonly string[]): void =>
    void execFileSync('sh', ['-c', script, 'sh', directory, ...words]);
  sh('chmod -R u=rwX,go=rX "$1"; find "$1" -type f -exec chmod 644 {} +');
  execFileSync('chmod', ['755', join(directory, executable)]);
  sh('find "$1" -exec touch --no-dereference --date "$2" {} +', date.toISOString());
}

/** The gzip format without name and date, so that the bytes are the same each time. */
export const compressed = (bytes: Buffer | string): Buffer => gzipSync(bytes, { level: 9 });
