/** Entry of the single executable: `quorate run-program FILE …` runs FILE as Node does; any other call is a command. */
import { createRequire } from 'node:module';

if (process.argv[2] === 'run-program') {
  const [, , , file = ''] = process.argv;
  process.argv.splice(1, 2);
  createRequire(file)(file);
} else {
  void import('../../src/cli/quorate.ts');
}
