import { command } from '../command.ts';
import { ADDING, MEMBER, RUNNING } from '../options.ts';

export const addBroker = command({
  name: 'add-broker',
  text: 'Add a broker to the live cluster',
  flags: { ...RUNNING, ...ADDING },
  words: MEMBER,
  load: async () => (await import('../work/add.ts')).add('broker'),
});
