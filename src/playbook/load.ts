import { UsageError } from '../errors/errors.ts';
import { readLocalFile, UnusableFile } from '../errors/local-file.ts';
import { wrongFormat } from '../errors/file-format.ts';
import { parsePlaybook } from './parse.ts';
import type { Vocabulary } from './parse.ts';
import type { Playbook } from './playbook.ts';

/** Reads a playbook from a file. @throws UsageError with all problems */
export async function loadPlaybook(path: string, vocabulary: Vocabulary): Promise<Playbook> {
  const { bytes } = await readLocalFile(path).catch((error: NodeJS.ErrnoException) => {
    const why = error instanceof UnusableFile ? error.message : `cannot be read (${error.code})`;
    throw new UsageError([{ where: path, what: `the playbook ${why}` }]);
  });
  const text = bytes.toString('utf8');
  const format = wrongFormat(text, { path, purpose: 'text' });
  if (format) throw new UsageError([{ where: path, what: 'the playbook is not UTF-8 text', ...format }]);
  return parsePlaybook(text, { file: path, vocabulary });
}
