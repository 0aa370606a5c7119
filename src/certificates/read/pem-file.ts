import { stat } from 'node:fs/promises';
import { readLocalFile, UnusableFile } from '../../errors/local-file.ts';
import { either, inOrder, manual, commandStep, type Next } from '../../model/next-step.ts';
import type { CertificateCheck, CertificateFinding } from '../check/finding.ts';
import type { PemFile } from './parse.ts';

/** The check that a file belongs to, and its name in messages. */
interface FileDescription {
  readonly check: CertificateCheck;
  readonly label: string;
  /** The next action if the file does not exist. */
  readonly ifMissing?: Next;
}

export const PUT = either(manual('copy it there'), commandStep('certificates issue'));
export const SIGN = inOrder(
  'have the .csr file next to it signed, and save the certificate in PEM format as this file',
  commandStep('certificates check'),
);

/** Text by path of files that a run issues and has not written yet. */
export type UnwrittenFiles = ReadonlyMap<string, string>;

const OWNER_ONLY = 0o600;

/** Reads a file of the certificate directory. Returns a finding if it cannot be read. */
export async function readPem(
  path: string,
  description: FileDescription,
  unwritten: UnwrittenFiles = new Map(),
): Promise<{ readonly file?: PemFile; readonly findings: readonly CertificateFinding[] }> {
  const text = unwritten.get(path);
  if (text !== undefined) return { file: { path, text, mode: OWNER_ONLY }, findings: [] };
  try {
    const { bytes, mode } = await readLocalFile(path);
    return { file: { path, text: bytes.toString('utf8'), mode }, findings: [] };
  } catch (error) {
    return { findings: [unreadable(path, description, error as NodeJS.ErrnoException)] };
  }
}

function unreadable(
  where: string,
  { check, label, ifMissing = PUT }: FileDescription,
  error: NodeJS.ErrnoException,
): CertificateFinding {
  const { code } = error;
  const place = { where, check };
  if (error instanceof UnusableFile) return { ...place, ...error.problem, what: `${label} ${error.message}` };
  if (code === 'ENOENT')
    return { ...place, what: `${label} does not exist`, next: ifMissing, isMissing: true };
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
