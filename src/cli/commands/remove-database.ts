import { command } from '../arguments/command.ts';
import { MEMBER, REMOVING, RUNNING } from '../arguments/flags.ts';

export const removeDatabase = command({
  name: 'remove-database',
  text: 'Take a database out of the live cluster',
  flags: { ...RUNNING, ...REMOVING },
  words: MEMBER,
  load: async () => (await import('../change/remove.ts')).remove('database'),
});
