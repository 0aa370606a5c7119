import { command } from '../command.ts';
import { ADDING, MEMBER, RUNNING } from '../options.ts';

export const addDatabase = command({
  name: 'add-database',
  text: 'Add a database to the live cluster',
  flags: { ...RUNNING, ...ADDING },
  words: MEMBER,
  load: async () => (await import('../work/add.ts')).add('database'),
});
