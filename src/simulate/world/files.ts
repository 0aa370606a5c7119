import type { AbsolutePath } from '../../model/names.ts';
import { sha256Hex } from './random.ts';
import type { Files, SimulatedFile } from './state.ts';

export function textFile(
  content: string,
  about: Omit<SimulatedFile, 'content' | 'sha256' | 'size'>,
): SimulatedFile {
  return { content, sha256: sha256Hex(content), size: Buffer.byteLength(content), ...about };
}

/** True if the path is a file, or a directory that contains files. */
export function pathExists(files: Files, path: AbsolutePath): boolean {
  return files.has(path) || filesUnder(files, path).length > 0;
}

/** Paths of all files below a directory. */
export function filesUnder(files: Files, directory: AbsolutePath): readonly AbsolutePath[] {
  const prefix = directory.endsWith('/') ? directory : `${directory}/`;
  return [...files.keys()].filter((path) => path.startsWith(prefix));
}

/** Simulates `rm -rf`. */
export function removeTree(files: Files, path: AbsolutePath): void {
  for (const each of [path, ...filesUnder(files, path)]) files.delete(each);
}

const begin = (marker: string) => `# BEGIN ${marker}`;
const end = (marker: string) => `# END ${marker}`;

/** Returns the lines of a marked block, or undefined if the block does not exist. */
export function blockIn(content: string, marker: string): string | undefined {
  const lines = content.split('\n');
  const [from, to] = [lines.indexOf(begin(marker)), lines.indexOf(end(marker))];
  if (from === -1 || to < from) return undefined;
  return lines
    .slice(from + 1, to)
    .map((line) => `${line}\n`)
    .join('');
}

/** Replaces the marked block, or appends it if it does not exist. */
export function withBlock(content: string, block: string, marker: string): string {
  const lines = content.split('\n');
  const [from, to] = [lines.indexOf(begin(marker)), lines.indexOf(end(marker))];
  const whole = `${begin(marker)}\n${endLine(block)}${end(marker)}\n`;
  if (from === -1 || to < from) return `${endLine(content)}${whole}`;
  return [...lines.slice(0, from), whole + lines.slice(to + 1).join('\n')].join('\n');
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
