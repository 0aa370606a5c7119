import { command } from '../arguments/command.ts';
import { ADDING, MEMBER, RUNNING } from '../arguments/flags.ts';

export const addBroker = command({
  name: 'add-broker',
  text: 'Add a broker to the live cluster',
  flags: { ...RUNNING, ...ADDING },
  words: MEMBER,
  load: async () => (await import('../change/add.ts')).add('broker'),
});
