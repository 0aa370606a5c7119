import { command } from '../arguments/command.ts';
import { OUTPUT_FLAGS } from '../arguments/flags.ts';

export const secretsCheckCommand = command({
  name: 'check',
  summary: 'Read all secrets and report what is missing or unusable',
  flags: OUTPUT_FLAGS,
  load: async () => (await import('../secrets/check.ts')).checkSecrets,
});
