import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';
import { OUTPUT_FLAGS, WRITE_FLAGS } from '../arguments/flags.ts';

export const secretsEditCommand = command({
  name: 'edit',
  summary: 'Edit the secrets in $EDITOR, then encrypt them again',
  exits: FILE_EXITS,
  examples: [
    ['inventory.yaml', 'Edit the secrets with $EDITOR'],
    ['prod/inventory.yaml', 'Edit the secrets of another inventory'],
  ],
  flags: { ...OUTPUT_FLAGS, ...WRITE_FLAGS },
  load: async () => (await import('../secrets/edit.ts')).editSecrets,
});
