import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../measure/pairs.ts';
import { measure } from '../measure/process.ts';
import { comparisonFinding } from '../report/finding.ts';
import type { Finding } from '../report/finding.ts';
import { createInventory, PROGRAM } from '../work/inventory.ts';
import type { Benchmark } from './benchmark.ts';

const NODE = { name: 'node -e 0', run: () => measure({ words: [process.execPath, '-e', '0'] }) };

/** The part of B8 that needs no host: start-up, and `validate` for ten hosts. */
export const commands: Benchmark = {
  id: 'B8',
  work: '--help and validate',
  run: async ({ pairs }) => {
    const directory = mkdtempSync(join(tmpdir(), 'quorate-bench-'));
    try {
      const inventory = createInventory(join(directory, 'cluster'), 10);
      return [
        await againstNode('--help', ['--help'], { limit: 1.8, pairs }),
        await againstNode('validate, ten hosts', ['validate', inventory], { limit: 4, pairs }),
      ];
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function againstNode(
  work: string,
  words: readonly string[],
  { limit, pairs }: { readonly limit: number; readonly pairs: number },
): Promise<Finding> {
  const subject = { name: 'quorate', run: () => measure({ words: [process.execPath, PROGRAM, ...words] }) };
  return comparisonFinding({ id: 'B8', work }, await compare([subject, NODE], pairs), { wall: limit });
}
