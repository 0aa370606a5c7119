import type { Timed } from '../measure/pairs.ts';
import { isMet } from './finding.ts';
import type { Check, Finding } from './finding.ts';
import type { Result } from './results.ts';

/** Returns the document docs/measured.md: every number in it was printed by a program. */
export function measuredDocument(results: readonly Result[]): string {
  const findings = results.flatMap((result) => result.findings);
  return `# Measured

\`npm run bench\` writes this page. It shows medians, in parentheses the quartiles of times and the 95 % intervals of
ratios (bootstrap). The programs that are compared run in turn on the same hosts. [The benchmarks](../bench/README.md)
explains each of them.

## Targets

${table(['', 'work', 'measured', 'value', 'target', ''], findings.flatMap(checkRows))}

## Times

${table(['', 'work', 'program', 'time', 'processor time', 'runs'], findings.flatMap(timeRows))}

## Measured with

${places(results)}
`;
}

/** Lists each machine and commit once, with the benchmarks that were measured there. */
function places(results: readonly Result[]): string {
  const ids = new Map<string, string[]>();
  for (const { id, measured } of results) {
    const place = placeText(measured);
    const known = ids.get(place) ?? [];
    ids.set(place, known.includes(id) ? known : [...known, id]);
  }
  return [...ids].map(([place, benchmarks]) => `- ${benchmarks.join(', ')}: ${place}`).join('\n');
}

function placeText({ commit, date, machine, versions }: Result['measured']): string {
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `commit ${commit}, ${date}, ${machine}; ${programs.join('; ')}`;
}

/** Returns the targets as text for a terminal. */
export function checksText(findings: readonly Finding[]): string {
  return findings
    .flatMap(({ id, work, checks }) =>
      checks.map((check) =>
        `${id.padEnd(4)} ${work}: ${check.what} ${valueOf(check)} ${verdictOf(check)}`.trimEnd(),
      ),
    )
    .join('\n');
}

function checkRows({ id, work, checks }: Finding): readonly (readonly string[])[] {
  return checks.map((check) => [id, work, check.what, valueOf(check), targetOf(check), verdictOf(check)]);
}

function timeRows({ id, work, timed }: Finding): readonly (readonly string[])[] {
  return timed.map((one) => [id, work, one.name, spread(one.wall), spread(one.processor), String(one.runs)]);
}

function spread({ median, quartiles: [low, high] }: Timed['wall']): string {
  return `${duration(median)} (${duration(low)}–${duration(high)})`;
}

function duration(ms: number): string {
  return ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}

function valueOf({ value, unit, interval }: Check): string {
  const text = unit === 'ms' ? duration(value) : `${shortest(value)} ${unit}`.trim();
  return interval ? `${text} (${shortest(interval[0])}–${shortest(interval[1])})` : text;
}

function targetOf({ atMost, atLeast, unit }: Check): string {
  const limit = atMost ?? atLeast;
  if (limit === undefined) return '';
  const text = unit === 'ms' ? duration(limit) : `${shortest(limit)} ${unit}`.trim();
  return `${atMost === undefined ? '≥' : '≤'} ${text}`;
}

function verdictOf(check: Check): string {
  if (check.atMost === undefined && check.atLeast === undefined) return '';
  return isMet(check) ? 'met' : 'missed';
}

function shortest(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
