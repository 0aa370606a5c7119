import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../measure/pairs.ts';
import { measure } from '../measure/process.ts';
import { createInventory, PROGRAM } from '../work/inventory.ts';
import type { Benchmark } from './benchmark.ts';

const LIMIT_MS = 1_000;

/** B10: the rehearsal of a deploy on ten simulated hosts. */
export const rehearsal: Benchmark = {
  id: 'B10',
  work: 'rehearsal of a deploy, ten hosts',
  run: async ({ pairs }) => {
    const directory = mkdtempSync(join(tmpdir(), 'quorate-bench-'));
    try {
      const inventory = createInventory(join(directory, 'cluster'), 10);
      const words = [process.execPath, PROGRAM, 'rehearse', inventory, '--output', 'plain'];
      const node = { name: 'node -e 0', run: () => measure({ words: [process.execPath, '-e', '0'] }) };
      const { contenders } = await compare([{ name: 'quorate', run: () => measure({ words }) }, node], pairs);
      const [quorate] = contenders;
      const value = quorate?.wall.median ?? NaN;
      return [
        {
          id: 'B10',
          work: 'rehearsal of a deploy, ten hosts',
          timed: contenders,
          checks: [{ what: 'time', value, unit: 'ms', atMost: LIMIT_MS }],
        },
      ];
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};
