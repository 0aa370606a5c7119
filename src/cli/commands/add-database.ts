import { command } from '../arguments/command.ts';
import { ADDING, MEMBER, RUNNING } from '../arguments/flags.ts';

export const addDatabase = command({
  name: 'add-database',
  summary: 'Add a database to the running cluster',
  flags: { ...RUNNING, ...ADDING },
  positionals: MEMBER,
  load: async () => (await import('../change/add.ts')).add('database'),
});
