import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import type { Benchmark } from '../benchmarks/benchmark.ts';
import type { Measured } from './environment.ts';
import type { Finding } from './finding.ts';
import { measuredDocument } from './table.ts';

/** The findings of one benchmark, and where they were measured. */
export interface Result {
  readonly id: string;
  readonly measured: Measured;
  readonly findings: readonly Finding[];
}

const JSON_FILE = fileURLToPath(new URL('../measured.json', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../docs/measured.md', import.meta.url));

export function readResults(): readonly Result[] {
  return existsSync(JSON_FILE) ? (JSON.parse(readFileSync(JSON_FILE, 'utf8')) as readonly Result[]) : [];
}

/** Replaces the findings that earlier runs have for the same work of a benchmark. */
export function withFindings(
  results: readonly Result[],
  { benchmark, findings, measured }: Omit<Result, 'id'> & { readonly benchmark: Pick<Benchmark, 'id'> },
): readonly Result[] {
  const { id } = benchmark;
  const isReplaced = (one: Finding) => findings.some(({ work }) => work === one.work);
  const kept = results
    .map((result) =>
      result.id === id ? { ...result, findings: result.findings.filter((one) => !isReplaced(one)) } : result,
    )
    .filter((result) => result.findings.length > 0);
  const number = (result: Result) => Number(result.id.slice(1));
  return [...kept, { id, measured, findings }].sort((a, b) => number(a) - number(b));
}

export async function writeResults(results: readonly Result[]): Promise<void> {
  writeFileSync(JSON_FILE, await format(JSON.stringify(results), { parser: 'json', printWidth: 110 }));
  writeFileSync(DOCUMENT, await format(measuredDocument(results), { parser: 'markdown', printWidth: 110 }));
}
