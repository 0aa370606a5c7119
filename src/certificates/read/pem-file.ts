import { open, stat } from 'node:fs/promises';
import { either, inOrder, manual, commandStep, type Next } from '../../model/next-step.ts';
import type { CheckName, CertificateFinding } from '../check/finding.ts';
import type { PemFile } from './parse.ts';

/** The check that a file belongs to, and its name in messages. */
interface FileDescription {
  readonly check: CheckName;
  readonly label: string;
  /** The next action if the file does not exist. */
  readonly ifMissing?: Next;
}

const PUT = either(manual('copy it there'), commandStep('certificates issue'));
export const SIGN = inOrder(
  manual('have the .csr file next to it signed'),
  commandStep('certificates import', { flags: ['FILES'] }),
);
export const FETCH = either(
  manual('copy it there'),
  commandStep('certificates fetch', { insteadOfInventory: 'HOST:PORT' }),
);

/** Reads a file of the certificate directory. Returns a finding if it cannot be read. */
export async function readPem(
  path: string,
  description: FileDescription,
): Promise<{ readonly file?: PemFile; readonly findings: readonly CertificateFinding[] }> {
  try {
    const file = await open(path, 'r');
    try {
      const { mode } = await file.stat();
      return { file: { path, text: await file.readFile('utf8'), mode }, findings: [] };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { findings: [unreadable(path, description, error as NodeJS.ErrnoException)] };
  }
}

function unreadable(
  where: string,
  { check, label, ifMissing = PUT }: FileDescription,
  { code }: NodeJS.ErrnoException,
): CertificateFinding {
  const place = { where, check };
  if (code === 'ENOENT') return { ...place, what: `${label} does not exist`, next: ifMissing };
  if (code === 'EISDIR')
    return {
      ...place,
      what: `${label} is a directory, not a file`,
      next: inOrder(manual('move it away'), ifMissing),
    };
  const what = `${label} cannot be read (${code ?? 'unknown error'})`;
  return { ...place, what, next: 'check its owner and mode' };
}

/** True if a file exists, even if it cannot be read. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}
