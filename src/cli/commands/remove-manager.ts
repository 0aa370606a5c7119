import { command } from '../arguments/command.ts';
import { MEMBER, REMOVING, RUNNING } from '../arguments/flags.ts';

export const removeManager = command({
  name: 'remove-manager',
  text: 'Take a manager out of the live cluster',
  flags: { ...RUNNING, ...REMOVING },
  words: MEMBER,
  load: async () => (await import('../change/remove.ts')).remove('manager'),
});
