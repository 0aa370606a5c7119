import { command } from '../arguments/command.ts';

export const secretsEdit = command({
  name: 'edit',
  summary: 'Edit the secrets in $EDITOR, then encrypt them again',
  flags: {},
  load: async () => (await import('../secrets/edit.ts')).editSecrets,
});
