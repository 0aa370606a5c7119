import { command } from '../command.ts';
import { ADDING, MEMBER, RUNNING } from '../options.ts';

export const addManager = command({
  name: 'add-manager',
  text: 'Add a manager to the live cluster',
  flags: { ...RUNNING, ...ADDING },
  words: MEMBER,
  load: async () => (await import('../work/add.ts')).add('manager'),
});
