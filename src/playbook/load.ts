import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors/errors.ts';
import { parsePlaybook } from './parse.ts';
import type { Vocabulary } from './parse.ts';
import type { Playbook } from './playbook.ts';

/** Reads a playbook from a file. @throws UsageError with all problems */
export async function loadPlaybook(path: string, vocabulary: Vocabulary): Promise<Playbook> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError([{ where: path, what: `the playbook cannot be read (${error.code})` }]);
  });
  return parsePlaybook(text, { file: path, vocabulary });
}
