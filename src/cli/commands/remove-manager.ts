import { command } from '../arguments/command.ts';
import { MEMBER, REMOVING, RUNNING } from '../arguments/flags.ts';

export const removeManager = command({
  name: 'remove-manager',
  summary: 'Remove a manager from the running cluster',
  flags: { ...RUNNING, ...REMOVING },
  positionals: MEMBER,
  load: async () => (await import('../change/remove.ts')).remove('manager'),
});
