import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors/errors.ts';
import { wrongFormat } from '../errors/file-format.ts';
import { parsePlaybook } from './parse.ts';
import type { Vocabulary } from './parse.ts';
import type { Playbook } from './playbook.ts';

/** Reads a playbook from a file. @throws UsageError with all problems */
export async function loadPlaybook(path: string, vocabulary: Vocabulary): Promise<Playbook> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError([{ where: path, what: `the playbook cannot be read (${error.code})` }]);
  });
  const format = wrongFormat(text, { path, purpose: 'text' });
  if (format) throw new UsageError([{ where: path, what: 'the playbook is not UTF-8 text', ...format }]);
  return parsePlaybook(text, { file: path, vocabulary });
}
