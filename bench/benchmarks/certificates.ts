import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../measure/pairs.ts';
import { measure } from '../measure/process.ts';
import { comparisonFinding } from '../report/finding.ts';
import type { Finding } from '../report/finding.ts';
import { initWords, PROGRAM, writeLocalFiles } from '../work/inventory.ts';
import type { Benchmark } from './benchmark.ts';

const HOSTS = [10, 300];
/** Generating 300 keys takes minutes. */
const MOST_PAIRS = 3;

/**
 * B11: `init` with a key for each host, compared with as many keys of openssl, generated on all processors. The time to
 * find primes varies, so that single pairs say little.
 */
export const certificates: Benchmark = {
  id: 'B11',
  work: 'init with certificates for 10 and 300 hosts',
  run: async ({ pairs }) => {
    const findings: Finding[] = [];
    for (const hosts of HOSTS)
      findings.push(await initFor(hosts, hosts > 10 ? Math.min(pairs, MOST_PAIRS) : pairs));
    return findings;
  },
};

async function initFor(hosts: number, pairs: number): Promise<Finding> {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-bench-'));
  let runs = 0;
  const fresh = () => {
    const next = join(directory, `run-${(runs += 1)}`);
    return next;
  };
  const init = () => {
    const at = fresh();
    writeLocalFiles(at);
    return measure({ words: [process.execPath, PROGRAM, ...initWords(at, hosts)] });
  };
  const openssl = () => {
    const at = fresh();
    mkdirSync(at);
    return measure({ words: ['/bin/sh', '-c', opensslLine(at, hosts)] });
  };
  try {
    const contenders = [
      { name: 'quorate init', run: init },
      { name: 'openssl genrsa', run: openssl },
    ];
    const comparison = await compare(contenders, pairs);
    return comparisonFinding({ id: 'B11', work: `init, ${hosts} hosts` }, comparison, { wall: 1.2 });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** One CA key and one key for each certificate: each database and manager has a second pair, for clients. */
function opensslLine(directory: string, hosts: number): string {
  const one = `openssl genrsa -out ${directory}/{}.pem 2048 2>/dev/null`;
  const ca = `openssl genrsa -out ${directory}/ca.pem 3072 2>/dev/null`;
  return `${ca} & seq ${hosts} | xargs -P ${availableParallelism()} -I {} sh -c '${one}'; wait`;
}
