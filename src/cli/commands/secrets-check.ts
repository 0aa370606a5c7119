import { command } from '../arguments/command.ts';
import { CHECKED_EXITS } from '../arguments/exits.ts';
import { OUTPUT_FLAGS } from '../arguments/flags.ts';

export const secretsCheckCommand = command({
  name: 'check',
  summary: 'Read all secrets and report what is missing or unusable',
  exits: CHECKED_EXITS,
  examples: [
    ['inventory.yaml', 'Report every secret that is missing or unusable'],
    ['inventory.yaml --output json', 'Report it for a program'],
  ],
  flags: OUTPUT_FLAGS,
  load: async () => (await import('../secrets/check.ts')).checkSecrets,
});
