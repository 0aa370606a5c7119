import { command } from '../arguments/command.ts';
import { ADDING, MEMBER, RUNNING } from '../arguments/flags.ts';

export const addManager = command({
  name: 'add-manager',
  text: 'Add a manager to the live cluster',
  flags: { ...RUNNING, ...ADDING },
  words: MEMBER,
  load: async () => (await import('../change/add.ts')).add('manager'),
});
