import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { growingBytes } from './growing-bytes.ts';
import type { Problem } from './errors.ts';

const MIB = 1024 * 1024;
/** Time in which the program behind a pipe, as in `<(sops -d secrets.yaml)`, must have written everything. */
const PIPE_LIMIT_MS = 10_000;
const POLL_MS = 20;
/** Bytes that are read at once. */
const PART = 64 * 1024;

/** A local file that is a device or a socket, is too long, or is a pipe that does not end. */
export class UnusableFile extends Error {
  /** The problem without its path. */
  readonly problem: Omit<Problem, 'where'>;

  constructor(what: string, next: string) {
    super(what);
    this.problem = { what, next };
  }
}

/** Limits of one file. Pipes are accepted by default; tests shorten their limit. */
interface Limits {
  /** Bytes; 1 MiB by default. */
  readonly most?: number;
  readonly pipeLimitMs?: number;
  readonly acceptPipe?: boolean;
}

/**
 * Reads a file of this machine: an ordinary file or a pipe, with a limit of its size and of the time.
 * @returns contents and mode, through one file handle, so that both belong to the same file even if it is replaced
 * @throws UnusableFile, or the error of the file system
 */
export async function readLocalFile(
  path: string,
  { most = MIB, pipeLimitMs = PIPE_LIMIT_MS, acceptPipe = true }: Limits = {},
): Promise<{ readonly bytes: Buffer; readonly mode: number }> {
  // Without O_NONBLOCK, a pipe that no program writes to would block the thread.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const info = await file.stat();
    if (info.isDirectory()) throw Object.assign(new Error(`${path} is a directory`), { code: 'EISDIR' });
    if (info.isFIFO() && !acceptPipe)
      throw new UnusableFile('is a pipe', 'save its contents in a file, and specify this file');
    if (info.isFIFO()) return { bytes: await readPipe(file, most, pipeLimitMs), mode: info.mode };
    if (!info.isFile())
      throw new UnusableFile('is a device or a socket, not a file', 'specify an ordinary file');
    if (info.size > most) throw tooLong(most, info.size);
    return { bytes: await atMost(file, most), mode: info.mode };
  } finally {
    await file.close();
  }
}

/** Returns the text of a file of this machine; undefined if it cannot be read. */
export const textIfReadable = (path: string, limits?: Limits): Promise<string | undefined> =>
  readLocalFile(path, limits).then(
    ({ bytes }) => bytes.toString('utf8'),
    () => undefined,
  );

/** A file such as those in /proc states no size, so what is read counts. */
async function atMost(file: FileHandle, most: number): Promise<Buffer> {
  const parts = newParts(most);
  for (;;) {
    const part = await readPart(file);
    if (part.length === 0) return parts.whole();
    parts.add(part);
  }
}

/** Until data arrives, an end of file means that no program writes to the pipe yet. */
async function readPipe(file: FileHandle, most: number, limitMs: number): Promise<Buffer> {
  const parts = newParts(most);
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    const part = await readPart(file).catch(notWrittenYet);
    if (part?.length === 0 && parts.length() > 0) return parts.whole();
    if (part === undefined || part.length === 0) await sleep(POLL_MS);
    else parts.add(part);
  }
  const seen = parts.length() === 0 ? 'nothing' : `${parts.length()} bytes and no end`;
  throw new UnusableFile(
    `is a pipe that delivered ${seen} within ${limitMs / 1000} s`,
    'check the program that writes to the pipe',
  );
}

/** Collects what is read, so that a short file takes little memory. `add` throws UnusableFile above the limit. */
function newParts(most: number) {
  const parts = growingBytes();
  return {
    add: (part: Buffer) => {
      if (parts.length() + part.length > most) throw tooLong(most);
      parts.add(part);
    },
    length: () => parts.length(),
    whole: () => parts.bytes(),
  };
}

/** The next bytes of the file; none at its end. */
async function readPart(file: FileHandle): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(PART), 0, PART);
  return buffer.subarray(0, bytesRead);
}

/** Returns undefined if the program that writes to the pipe has written nothing more yet. @throws any other error */
function notWrittenYet(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EAGAIN') throw error;
}

function tooLong(most: number, size?: number): UnusableFile {
  const seen = size === undefined ? '' : `has ${size} bytes, `;
  return new UnusableFile(
    `${seen}more than the ${most} bytes that are read at most`,
    'check that the path names the right file',
  );
}
