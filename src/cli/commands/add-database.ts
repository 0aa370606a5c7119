import { command } from '../arguments/command.ts';
import { ADDING, MEMBER, RUNNING } from '../arguments/flags.ts';

export const addDatabase = command({
  name: 'add-database',
  text: 'Add a database to the live cluster',
  flags: { ...RUNNING, ...ADDING },
  words: MEMBER,
  load: async () => (await import('../change/add.ts')).add('database'),
});
