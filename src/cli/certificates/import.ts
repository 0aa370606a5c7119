import { join } from 'node:path';
import { matchCertificates } from '../../certificates/issue/match-certificates.ts';
import type { ReceivedCertificate } from '../../certificates/issue/match-certificates.ts';
import { parseBundle } from '../../certificates/read/bundle.ts';
import { inspectCertificates } from '../../certificates/read/inspect.ts';
import { EXIT, UsageError } from '../../errors/errors.ts';
import { readLocalFile, UnusableFile } from '../../errors/local-file.ts';
import type { Problem } from '../../errors/errors.ts';
import { certificateSource } from '../../inventory/resolve/certificate-source.ts';
import { loadInventory } from '../../inventory/load.ts';
import { count, warningText } from '../../report/text.ts';
import { writePrivateFile } from '../../secrets/files/private-file.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { CommandHandler } from '../arguments/command.ts';
import type { INVENTORY } from '../arguments/positionals.ts';
import type { OUTPUT_FLAGS, WRITE_FLAGS } from '../arguments/flags.ts';
import { writtenReport } from '../terminal/written-report.ts';

type Words = typeof INVENTORY & { readonly files: { readonly describe: string; readonly many: true } };
type ImportArguments = ArgumentsOf<typeof OUTPUT_FLAGS & typeof WRITE_FLAGS, Words>;

/** Imports all files or none. Refuses every certificate that a deploy would refuse. */
export const importCertificates: CommandHandler<ImportArguments> = async (
  { inventory: path, output, files, dryRun },
  { io, clock },
) => {
  const inventory = await loadInventory(path, io.env);
  const { cluster, tlsDirectory: directory } = inventory;
  const source = { ...certificateSource(inventory), now: clock.now() };
  const brought = await readAll(files);
  const inspection = await inspectCertificates(cluster, source);
  const adopted = matchCertificates(brought, inspection, source);
  if (adopted.problems.length > 0) throw new UsageError(adopted.problems);
  for (const { where, what } of adopted.warnings) io.stderr.write(`${warningText(`${where}: ${what}`)}\n`);
  const report = writtenReport(io, { output, dryRun });
  for (const { name, text } of adopted.files) {
    if (!dryRun) await writePrivateFile(join(directory, name), text);
    report.wrote(name, 'imported');
  }
  const after = await inspectCertificates(cluster, source);
  const missing = after.pairs.filter(({ x509 }) => !x509).map(({ pair }) => `${pair.file}.crt`);
  const still = missing.length === 0 ? '' : `, still missing: ${missing.join(', ')}`;
  report.finish(`${directory}: ${count(adopted.files.length, 'file')} imported${still}`, {
    directory,
    missing,
  });
  return EXIT.done;
};

async function readAll(files: readonly string[]): Promise<readonly ReceivedCertificate[]> {
  const problems: Problem[] = [];
  const brought: ReceivedCertificate[] = [];
  for (const from of files) {
    try {
      const all = parseBundle((await readLocalFile(from)).bytes);
      if (!all) problems.push(noCertificate(from));
      brought.push(...(all ?? []).map((x509) => ({ from, x509 })));
    } catch (error) {
      problems.push(unreadable(from, error as NodeJS.ErrnoException));
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
  return brought;
}

function unreadable(where: string, error: NodeJS.ErrnoException): Problem {
  if (error instanceof UnusableFile) return { where, ...error.problem };
  const { code } = error;
  const what = code === 'ENOENT' ? 'file not found' : `cannot be read (${code ?? 'unknown error'})`;
  return { where, what, next: 'check the path' };
}

const noCertificate = (where: string): Problem => ({
  where,
  what: 'contains no certificate',
  next: 'specify the files that your CA returned: PEM, DER or PKCS #7',
});
