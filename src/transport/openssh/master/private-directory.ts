import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The longest path of a directory whose sockets every system can open: macOS limits them to 103 bytes. */
const LONGEST = 70;

/** A directory of this run that only its account can enter, for sockets. Deleted when the process ends. */
interface PrivateDirectory {
  readonly path: string;
  delete(): void;
}

/** Creates the directory in TMPDIR, or in /tmp if the path of TMPDIR is too long for a socket. */
export async function privateDirectory(): Promise<PrivateDirectory> {
  const parent = Buffer.byteLength(tmpdir()) <= LONGEST ? tmpdir() : '/tmp';
  const path = await mkdtemp(join(parent, 'quorate-'));
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', remove);
  return {
    path,
    delete: () => {
      process.off('exit', remove);
      remove();
    },
  };
}
