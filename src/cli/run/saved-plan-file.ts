import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import type { Secret } from '../../model/secret.ts';
import { planDigest } from '../../plan/digest.ts';
import { FORMAT } from '../../model/stored-formats.ts';
import type { SavedPlanFile } from '../../model/stored-formats.ts';
import { readPrivateFile, writePrivateFile } from '../../secrets/files/private-file.ts';
import { commandStep } from '../../model/next-step.ts';

const saveCommand = (path: string) =>
  commandStep('plan', { flags: ['--save', path], purpose: 'create one with' });

/** Writes a saved plan that only its owner can read. @throws UsageError if it cannot be written */
export async function writeSavedPlanFile(
  path: string,
  saved: Omit<SavedPlanFile, 'format' | 'digest'>,
  receiptKey: Secret,
): Promise<void> {
  const content = { format: FORMAT, ...saved } as const;
  const file: SavedPlanFile = { ...content, digest: planDigest(receiptKey)(content) };
  await writePrivateFile(path, `${JSON.stringify(file, undefined, 1)}\n`);
}

/** @throws UsageError if it cannot be read, is not a saved plan, or has another format */
export async function readSavedPlanFile(path: string): Promise<SavedPlanFile> {
  const called = { what: 'the saved plan', ifMissing: saveCommand(path) };
  const text = (await readPrivateFile(path, called, () => undefined)).toString('utf8');
  const value = parsed(text) as { readonly format?: unknown; readonly digest?: unknown } | undefined;
  if (typeof value?.format !== 'number' || typeof value.digest !== 'string')
    throw savedPlanError(path, { what: 'not a saved plan', next: called.ifMissing });
  if (value.format !== FORMAT)
    throw savedPlanError(path, {
      what: `saved in format ${value.format}, but this Quorate reads format ${FORMAT}`,
      next: 'save the plan again, or apply it with the Quorate that saved it',
    });
  return value as SavedPlanFile;
}

/** @throws UsageError if the file was edited, or saved with a different receipt key */
export function checkSavedPlanFile(
  path: string,
  { digest, ...content }: SavedPlanFile,
  receiptKey: Secret,
): void {
  if (planDigest(receiptKey)(content) === digest) return;
  throw savedPlanError(path, {
    what: 'edited, or saved with a different receipt_key',
    why: "the digest does not match this inventory's secrets",
    next: 'save the plan again',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function savedPlanError(where: string, problem: Problem): UsageError {
  return new UsageError([{ where, ...problem }]);
}
