import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All tests of the executor as one file, because loading the modules takes longer than running most of the tests. The quick
 * tests of `safety` come first, because a mutant is killed by the first test that fails.
 */
const directory = join(import.meta.dirname, '../unit/execute');

for (const tests of [join(directory, 'safety'), directory]) {
  for (const name of readdirSync(tests)) {
    if (name.endsWith('.test.ts')) await import(join(tests, name));
  }
}
