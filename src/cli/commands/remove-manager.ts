import { command } from '../command.ts';
import { MEMBER, REMOVING, RUNNING } from '../options.ts';

export const removeManager = command({
  name: 'remove-manager',
  text: 'Take a manager out of the live cluster',
  flags: { ...RUNNING, ...REMOVING },
  words: MEMBER,
  load: async () => (await import('../work/remove.ts')).remove('manager'),
});
