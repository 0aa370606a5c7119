import { command } from '../arguments/command.ts';
import { CHECKED_EXITS } from '../arguments/exits.ts';
import { OUTPUT_FLAGS } from '../arguments/flags.ts';

export const certificatesCheckCommand = command({
  name: 'check',
  summary: 'Check every certificate and show the days left',
  exits: CHECKED_EXITS,
  examples: [
    ['inventory.yaml', 'Show the days left of every certificate'],
    ['inventory.yaml --output json', 'Report them for a monitoring system'],
  ],
  flags: OUTPUT_FLAGS,
  load: async () => (await import('../certificates/check.ts')).checkCertificates,
});
