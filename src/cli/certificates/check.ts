import { CHECKS, toProblem } from '../../certificates/check/finding.ts';
import { inspectCertificates } from '../../certificates/read/inspect.ts';
import { matrixOf } from '../../certificates/check/matrix.ts';
import type { Row, State } from '../../certificates/check/matrix.ts';
import { EXIT, UsageError } from '../../errors/errors.ts';
import { certificateFolder } from '../../inventory/resolve/certificates-directory.ts';
import { loadInventory } from '../../inventory/load.ts';
import { columns, warningText } from '../../report/text.ts';
import type { ArgsOf, Work } from '../arguments/command.ts';
import type { REPORTING } from '../arguments/flags.ts';

/** @returns 0 where nothing stops a deploy, 2 otherwise */
export const checkCertificates: Work<ArgsOf<typeof REPORTING>> = async (
  { inventory: path, output },
  { io, clock },
) => {
  const inventory = await loadInventory(path, io.env);
  const { cluster, tlsDirectory: directory } = inventory;
  const now = clock.now();
  const inspection = await inspectCertificates(cluster, { ...certificateFolder(inventory), now });
  const rows = matrixOf(inspection, now);
  const problems = inspection.findings.filter(({ warning }) => !warning).map(toProblem);
  const warnings = inspection.findings.filter(({ warning }) => warning).map(toProblem);
  if (output === 'json') {
    const certificates = rows.map(({ until, ...row }) => ({
      ...row,
      ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    }));
    io.stdout.write(`${JSON.stringify({ directory, certificates, problems, warnings })}\n`);
    return problems.length > 0 ? EXIT.usage : EXIT.done;
  }
  const lines = warnings.map(({ where, what }) =>
    warningText(`${where?.replace(`${directory}/`, '')}: ${what}`),
  );
  io.stdout.write(`${[...matrixText(directory, rows), '', ...lines].join('\n').trimEnd()}\n`);
  if (problems.length > 0) throw new UsageError(problems);
  return EXIT.done;
};

const STATES: Readonly<Record<State, string>> = {
  ok: 'ok',
  warning: 'SOON',
  wrong: 'WRONG',
  unknown: '?',
  none: '-',
};

function matrixText(directory: string, rows: readonly Row[]): readonly string[] {
  const lines = rows.map((row) => [
    row.file,
    ...CHECKS.map((check) => STATES[row.checks[check]]),
    row.daysLeft === undefined ? '?' : String(row.daysLeft),
  ]);
  return [directory, '', ...columns([['file', ...CHECKS, 'days'], ...lines])];
}
