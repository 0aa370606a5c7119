import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SECTIONS } from './support/soak/sections.ts';
import type { Section } from './support/soak/sections.ts';
import { aboutIn, pageWith, rowsIn, type Row } from './support/soak/page.ts';
import { seed } from './e2e/support/seed.ts';
import { endTestsOnSignal } from './interrupt.ts';
import { runJest } from './jest.ts';
import type { JestResult } from './jest.ts';

/**
 * `npm run test:soak -- [SECTION...] [--breaks=10] [--from=1] [--named=TEXT] [--lock=FILE]` runs in full what `npm test`
 * samples, on the lab and on the simulator. It writes the results of each section to test/soak-results.md, to be committed.
 * If you share the lab, give a lock file: each part that needs the lab holds the lock while it runs. To resume an
 * interrupted run, give the number of the first missing part to `--from`, and the same QUORATE_SEED; the results of earlier
 * parts are kept. `--named` runs only the parts with tests whose names contain TEXT, and also keeps the other results.
 */
const PAGE = 'test/soak-results.md';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    breaks: { type: 'string', default: '10' },
    from: { type: 'string', default: '1' },
    named: { type: 'string' },
    lock: { type: 'string' },
  },
});
const breaks = Number(values.breaks);
const from = Number(values.from);
const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const changes = git('status', '--porcelain', '--untracked-files=no', '--', '.', `:!${PAGE}`);
const commit = `${git('rev-parse', 'HEAD')}${changes ? ' with changes' : ''}`;

async function main(): Promise<void> {
  const unknown = positionals.filter((name) => !SECTIONS.some((section) => section.name === name));
  if (unknown.length > 0 || !(breaks > 0))
    throw new Error(
      `usage: sections are ${SECTIONS.map(({ name }) => name).join(', ')}; --breaks is a positive number`,
    );
  for (const section of SECTIONS) {
    if (positionals.length === 0 || positionals.includes(section.name)) await soak(section);
  }
}

/** Runs the parts of a section. Writes the page after each part, so that an interruption loses only one part. */
async function soak(section: Section): Promise<void> {
  const { named } = values;
  const keeps = from > 1 || named !== undefined;
  const rows: Row[] = keeps ? [...rowsIn(readPage(), section)] : [];
  const before = keeps ? earlier(aboutIn(readPage(), section), rows.length) : [];
  const parts = section.parts(breaks).slice(from - 1);
  for (const part of parts.filter(({ jest }) => !named || jest.some((word) => word.includes(named)))) {
    const { code, result } = await runJest(part.jest, {
      env: { QUORATE_BREAKS: String(breaks), QUORATE_SEED: String(seed()) },
      under: part.lab && values.lock ? ['flock', values.lock] : [],
    });
    if (code !== 0) process.exitCode = 1;
    rows.push(
      ...(result ? rowsOf(result) : [{ what: part.jest.join(' '), outcome: 'crashed', seconds: '' }]),
    );
    const now = `Commit ${commit}, seed ${seed()}, ${new Date().toISOString().slice(0, 16)} UTC.`;
    const about = [...before, now].join('\n');
    writeFileSync(PAGE, pageWith(readPage(), section, { about, rows }));
  }
}

/**
 * The lines about the rows that are kept. Drops the last line if commit and seed are the same, because it is written
 * again.
 */
function earlier(about: readonly string[], rows: number): readonly string[] {
  const same = about.at(-1)?.startsWith(`Commit ${commit}, seed ${seed()},`);
  return same ? about.slice(0, -1) : [...about, `From row ${rows + 1} on:`];
}

function readPage(): string {
  try {
    return readFileSync(PAGE, 'utf8');
  } catch {
    return '';
  }
}

/** The tests that ran. A part selects its tests by name; jest reports the others as pending. */
function rowsOf({ testResults }: JestResult): readonly Row[] {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'pending')
    .map(({ fullName, status, duration }) => ({
      what: fullName,
      outcome: status,
      seconds: String(Math.round((duration ?? 0) / 1000)),
    }));
}

endTestsOnSignal();
await main();
