import { command } from '../arguments/command.ts';
import { MEMBER, REMOVING, RUNNING } from '../arguments/flags.ts';

export const removeDatabase = command({
  name: 'remove-database',
  summary: 'Remove a database from the running cluster',
  flags: { ...RUNNING, ...REMOVING },
  positionals: MEMBER,
  load: async () => (await import('../change/remove.ts')).remove('database'),
});
