import { command } from '../arguments/command.ts';
import { ADDING, MEMBER, RUNNING } from '../arguments/flags.ts';

export const addBroker = command({
  name: 'add-broker',
  summary: 'Add a broker to the running cluster',
  flags: { ...RUNNING, ...ADDING },
  positionals: MEMBER,
  load: async () => (await import('../change/add.ts')).add('broker'),
});
