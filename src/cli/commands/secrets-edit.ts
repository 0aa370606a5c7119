import { command } from '../arguments/command.ts';

export const secretsEditCommand = command({
  name: 'edit',
  summary: 'Edit the secrets in $EDITOR, then encrypt them again',
  flags: {},
  load: async () => (await import('../secrets/edit.ts')).editSecrets,
});
