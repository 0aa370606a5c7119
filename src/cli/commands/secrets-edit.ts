import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';

export const secretsEditCommand = command({
  name: 'edit',
  summary: 'Edit the secrets in $EDITOR, then encrypt them again',
  exits: FILE_EXITS,
  examples: [
    ['inventory.yaml', 'Edit the secrets with $EDITOR'],
    ['prod/inventory.yaml', 'Edit the secrets of another inventory'],
  ],
  flags: {},
  load: async () => (await import('../secrets/edit.ts')).editSecrets,
});
