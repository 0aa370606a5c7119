/**
 * Measures Quorate next to other tools: `npm run bench -- [options]`, explained in bench/README.md. Exits 1 if a target is
 * missed.
 */
import { parseArgs } from 'node:util';
import { BENCHMARKS } from './benchmarks/list.ts';
import { quick } from './quick.ts';
import { measuredHere } from './report/environment.ts';
import { isMet } from './report/finding.ts';
import { readResults, withFindings, writeResults } from './report/results.ts';
import { checksText } from './report/table.ts';
import { buildPrograms } from './work/bundle.ts';

const USAGE = `npm run bench -- [options]

  --only B1,B8        run only these benchmarks
  --pairs N           runs of each program (default: 15)
  --inventory PATH    a deployed cluster (npm run demo), for the benchmarks that need real hosts
  --lab               empty the hosts of the lab, and deploy to them several times
  --dry-run           do not write docs/measured.md and bench/measured.json
  --quick             compare nine pairs with the script, and fail if the committed ratio has doubled
  --record            with --quick: write the ratio to bench/quick.json instead of comparing
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    pairs: { type: 'string', default: '15' },
    inventory: { type: 'string' },
    lab: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) return print(USAGE, 0);
  const programs = await buildPrograms();
  try {
    return values.quick ? await quick(programs, { record: values.record }) : await measureAll(programs);
  } finally {
    programs.remove();
  }
}

async function measureAll(programs: Awaited<ReturnType<typeof buildPrograms>>): Promise<number> {
  const only = values.only?.split(',');
  const { inventory } = values;
  const options = { programs, pairs: Number(values.pairs), ...(inventory !== undefined && { inventory }) };
  let results = readResults();
  let missed = 0;
  for (const benchmark of BENCHMARKS.filter(({ id }) => only?.includes(id) ?? true)) {
    const missing = missingFlag(benchmark);
    if (missing) {
      print(`${benchmark.id.padEnd(4)} ${benchmark.work}: not run, needs ${missing}\n`, 0);
      continue;
    }
    const findings = await benchmark.run(options);
    print(`${checksText(findings)}\n`, 0);
    missed += findings.flatMap(({ checks }) => checks).filter((check) => !isMet(check)).length;
    results = withFindings(results, { benchmark, findings, measured: measuredHere() });
    if (!values['dry-run']) await writeResults(results);
  }
  return missed === 0 ? 0 : print(`${missed} targets missed\n`, 1);
}

function missingFlag({ needsHosts, needsLab }: (typeof BENCHMARKS)[number]): string | undefined {
  if (needsLab && !values.lab) return '--lab';
  return needsHosts && values.inventory === undefined ? '--inventory' : undefined;
}

function print(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}

process.exitCode = await main();
