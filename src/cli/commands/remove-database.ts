import { command } from '../command.ts';
import { MEMBER, REMOVING, RUNNING } from '../options.ts';

export const removeDatabase = command({
  name: 'remove-database',
  text: 'Take a database out of the live cluster',
  flags: { ...RUNNING, ...REMOVING },
  words: MEMBER,
  load: async () => (await import('../work/remove.ts')).remove('database'),
});
