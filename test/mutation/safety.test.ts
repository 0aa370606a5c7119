import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** All tests of the executor's safety code as one file, because loading the modules takes longer than running the tests. */
const directory = join(import.meta.dirname, '../unit/execute/safety');

for (const name of readdirSync(directory)) {
  if (name.endsWith('.test.ts')) await import(join(directory, name));
}
