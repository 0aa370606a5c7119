import { command } from '../arguments/command.ts';
import { REPORTING } from '../arguments/flags.ts';

export const secretsList = command({
  name: 'list',
  summary: 'List the secrets, their sources and the roles that read them',
  flags: REPORTING,
  load: async () => (await import('../secrets/list.ts')).list,
});
