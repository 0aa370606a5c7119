import { command } from '../arguments/command.ts';
import { MEMBER, REMOVING, RUNNING } from '../arguments/flags.ts';

export const removeBroker = command({
  name: 'remove-broker',
  text: 'Take a broker out of the live cluster',
  flags: { ...RUNNING, ...REMOVING },
  words: MEMBER,
  load: async () => (await import('../change/remove.ts')).remove('broker'),
});
