import { mkdir, stat } from 'node:fs/promises';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { either, manual, commandStep } from '../../model/next-step.ts';

/**
 * Creates the certificate directory, readable only by its owner, unless it exists.
 * @throws UsageError if it cannot be created
 */
export async function createCertificateDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isFile = code === 'EEXIST' || code === 'ENOTDIR';
    throw new UsageError([{ where: directory, ...(isFile ? FILE : notCreated(code)) }]);
  }
}

/** Returns why there is no certificate directory at this path; undefined if there is one. */
export async function directoryProblem(directory: string): Promise<Omit<Problem, 'where'> | undefined> {
  return stat(directory).then(
    (found) => (found.isDirectory() ? undefined : FILE),
    ({ code }: NodeJS.ErrnoException) =>
      code === 'ENOENT' ? MISSING : code === 'ENOTDIR' ? FILE : unreadable(code),
  );
}

const MISSING = {
  what: 'the certificate directory does not exist',
  next: either(manual('check tls.directory'), commandStep('certificates issue')),
};

const FILE = {
  what: 'the certificate directory is a file',
  next: 'name a directory in tls.directory, or move the file',
};

const notCreated = (code = 'unknown error') => ({
  what: `the certificate directory cannot be created (${code})`,
  next: 'check the owner and mode of its parent directory',
});

const unreadable = (code = 'unknown error') => ({
  what: `the certificate directory cannot be reached (${code})`,
  next: 'check owner and mode of the directories above it',
});
