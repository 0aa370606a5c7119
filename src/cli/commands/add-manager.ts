import { command } from '../arguments/command.ts';
import { ADDING, MEMBER, RUNNING } from '../arguments/flags.ts';

export const addManager = command({
  name: 'add-manager',
  summary: 'Add a manager to the running cluster',
  flags: { ...RUNNING, ...ADDING },
  positionals: MEMBER,
  load: async () => (await import('../change/add.ts')).add('manager'),
});
