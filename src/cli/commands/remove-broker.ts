import { command } from '../command.ts';
import { MEMBER, REMOVING, RUNNING } from '../options.ts';

export const removeBroker = command({
  name: 'remove-broker',
  text: 'Take a broker out of the live cluster',
  flags: { ...RUNNING, ...REMOVING },
  words: MEMBER,
  load: async () => (await import('../work/remove.ts')).remove('broker'),
});
