import { mkdir, stat } from 'node:fs/promises';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { either, manual, runCommand } from '../../model/next-step.ts';

/**
 * The folder of the certificates, made for its owner alone where it is not there.
 * @throws UsageError when it cannot be made
 */
export async function createCertificateDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const inTheWay = code === 'EEXIST' || code === 'ENOTDIR';
    throw new UsageError([{ where: directory, ...(inTheWay ? FILE : notMade(code)) }]);
  }
}

/** Why certificates cannot be looked for there; nothing where they can. */
export async function directoryProblem(directory: string): Promise<Omit<Problem, 'where'> | undefined> {
  return stat(directory).then(
    (found) => (found.isDirectory() ? undefined : FILE),
    ({ code }: NodeJS.ErrnoException) =>
      code === 'ENOENT' ? MISSING : code === 'ENOTDIR' ? FILE : closed(code),
  );
}

const MISSING = {
  what: 'the folder of the certificates does not exist',
  next: either(manual('check tls.directory'), runCommand('certificates issue')),
};

const FILE = {
  what: 'it is to hold the certificates, and is no folder: a file is in its place',
  next: 'name a folder in tls.directory, or move that file away',
};

const notMade = (code = 'unknown error') => ({
  what: `the folder of the certificates cannot be made (${code})`,
  next: 'check the owner and mode of the folder above it',
});

const closed = (code = 'unknown error') => ({
  what: `the folder of the certificates cannot be read (${code})`,
  next: 'check its owner and mode',
});
