import { command } from '../arguments/command.ts';
import { GENERATING } from '../arguments/flags.ts';

export const secretsGenerate = command({
  name: 'generate',
  summary: 'Generate the secrets that are missing, and their file',
  flags: GENERATING,
  load: async () => (await import('../secrets/generate.ts')).generate,
});
