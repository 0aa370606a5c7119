import { command } from '../arguments/command.ts';
import { MEMBER, REMOVING, RUNNING } from '../arguments/flags.ts';

export const removeBroker = command({
  name: 'remove-broker',
  summary: 'Remove a broker from the running cluster',
  flags: { ...RUNNING, ...REMOVING },
  positionals: MEMBER,
  load: async () => (await import('../change/remove.ts')).remove('broker'),
});
