import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** All quick tests of membership as one file, because loading the modules takes longer than running the tests. */
const directory = join(import.meta.dirname, '../unit/membership');
const SLOW = /[.]model[.]test[.]ts$/;

for (const name of readdirSync(directory)) {
  if (name.endsWith('.test.ts') && !SLOW.test(name)) await import(join(directory, name));
}
await import('../unit/report/recovery.test.ts');
