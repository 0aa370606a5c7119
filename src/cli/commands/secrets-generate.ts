import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';
import { GENERATE_FLAGS } from '../arguments/flags.ts';

export const secretsGenerateCommand = command({
  name: 'generate',
  summary: 'Generate the secrets that are missing, and their file',
  exits: FILE_EXITS,
  examples: [
    ['inventory.yaml', 'Generate the secrets that are missing'],
    ['inventory.yaml --renew rabbitmq_password', 'Replace one secret'],
  ],
  flags: GENERATE_FLAGS,
  load: async () => (await import('../secrets/generate.ts')).generateMissingSecrets,
});
