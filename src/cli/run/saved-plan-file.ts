import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import type { Digest } from '../../model/names.ts';
import type { Secret } from '../../model/secret.ts';
import { planDigest } from '../../plan/digest.ts';
import type { SavedPlan } from '../../plan/saved-plan.ts';
import { readPrivateFile, writePrivateFile } from '../../secrets/files/private-file.ts';

const FORMAT = 1;

/** What `plan --save` writes: the command with its parameters, and the seal of its plan. */
export interface SavedPlanFile {
  readonly format: typeof FORMAT;
  readonly command: 'deploy';
  /** As it was given; absent for the command's own. */
  readonly playbook?: string;
  /** ISO 8601, by the laptop. */
  readonly made: string;
  readonly seal: SavedPlan;
  /** Keyed, of all else: whoever has another receipt key, or has edited the file, gets another one. */
  readonly digest: Digest;
}

/** Writes it for its owner only. @throws UsageError when it cannot be written */
export async function writeSavedPlanFile(
  path: string,
  sealed: Omit<SavedPlanFile, 'format' | 'digest'>,
  receiptKey: Secret,
): Promise<void> {
  const content = { format: FORMAT, ...sealed } as const;
  const file: SavedPlanFile = { ...content, digest: planDigest(receiptKey)(content) };
  await writePrivateFile(path, `${JSON.stringify(file, undefined, 1)}\n`);
}

/** @throws UsageError when it cannot be read, is no saved plan, or one of a newer quorate */
export async function readSavedPlanFile(path: string): Promise<SavedPlanFile> {
  const called = { what: 'the saved plan', ifMissing: 'quorate plan --save FILE makes one' };
  const text = (await readPrivateFile(path, called, () => undefined)).toString('utf8');
  const value = parsed(text) as { readonly format?: unknown; readonly digest?: unknown } | undefined;
  if (typeof value?.format !== 'number' || typeof value.digest !== 'string')
    throw refused(path, { what: 'it is no saved plan', next: called.ifMissing });
  if (value.format !== FORMAT)
    throw refused(path, {
      what: `it was saved in format ${value.format}, and this quorate reads ${FORMAT}`,
      next: 'apply it with the quorate that saved it, or save it anew',
    });
  return value as SavedPlanFile;
}

/** @throws UsageError when the file was edited, or saved with another receipt key */
export function checkSavedPlanFile(
  path: string,
  { digest, ...content }: SavedPlanFile,
  receiptKey: Secret,
): void {
  if (planDigest(receiptKey)(content) === digest) return;
  throw refused(path, {
    what: 'it was edited, or saved with another receipt_key',
    why: 'its digest does not fit the secrets of this inventory',
    next: 'save the plan anew',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(where: string, problem: Problem): UsageError {
  return new UsageError([{ where, ...problem }]);
}
