import { CHECK_NAMES, findingToProblem } from '../../certificates/check/finding.ts';
import { inspectCertificates } from '../../certificates/read/inspect.ts';
import { certificateRows } from '../../certificates/check/matrix.ts';
import type { CertificateRow, CertificateCheckState } from '../../certificates/check/matrix.ts';
import { EXIT, UsageError } from '../../errors/errors.ts';
import { certificateSource } from '../../inventory/resolve/certificate-source.ts';
import { loadInventory } from '../../inventory/load.ts';
import { columns, warningText } from '../../report/text.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { CommandHandler } from '../arguments/command.ts';
import type { OUTPUT_FLAGS } from '../arguments/flags.ts';
import { jsonOutput } from '../terminal/json-output.ts';

/** Prints every certificate with its checks. @returns 0, or 2 if a certificate would stop a deploy */
export const checkCertificates: CommandHandler<ArgumentsOf<typeof OUTPUT_FLAGS>> = async (
  { inventory: path, output },
  { io, clock },
) => {
  const inventory = await loadInventory(path, io.env);
  const { cluster, tlsDirectory: directory } = inventory;
  const now = clock.now();
  const inspection = await inspectCertificates(cluster, { ...certificateSource(inventory), now });
  const rows = certificateRows(inspection, now);
  const problems = inspection.findings.filter(({ warning }) => !warning).map(findingToProblem);
  const warnings = inspection.findings.filter(({ warning }) => warning).map(findingToProblem);
  if (output === 'json') {
    const certificates = rows.map(({ until, ...row }) => ({
      ...row,
      ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    }));
    io.stdout.write(`${jsonOutput({ directory, certificates, problems, warnings })}\n`);
    return problems.length > 0 ? EXIT.usage : EXIT.done;
  }
  const lines = warnings.map(({ where, what }) =>
    warningText(`${where?.replace(`${directory}/`, '')}: ${what}`),
  );
  io.stdout.write(`${[...matrixText(directory, rows), '', ...lines].join('\n').trimEnd()}\n`);
  if (problems.length > 0) throw new UsageError(problems);
  return EXIT.done;
};

const STATES: Readonly<Record<CertificateCheckState, string>> = {
  ok: 'ok',
  warning: 'SOON',
  wrong: 'WRONG',
  unknown: '?',
  none: '-',
};

function matrixText(directory: string, rows: readonly CertificateRow[]): readonly string[] {
  const lines = rows.map((row) => [
    row.file,
    ...CHECK_NAMES.map((check) => STATES[row.checks[check]]),
    row.daysLeft === undefined ? '?' : String(row.daysLeft),
  ]);
  return [directory, '', ...columns([['file', ...CHECK_NAMES, 'days'], ...lines])];
}
