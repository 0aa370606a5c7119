import { changeCommand } from '../arguments/command.ts';
import { hostNames, REMOVE_FLAGS } from '../arguments/flags.ts';
import { INVENTORY_AND_DATABASE } from '../arguments/positionals.ts';

export const removeDatabaseCommand = changeCommand({
  name: 'remove-database',
  summary: 'Remove a database from the running cluster',
  examples: [
    ['inventory.yaml db4', 'Remove db4'],
    ['inventory.yaml db4 --lost', 'Remove db4, whose machine does not come back'],
  ],
  flags: REMOVE_FLAGS,
  positionals: INVENTORY_AND_DATABASE,
  change: ({ name, lost, down }) => ({
    kind: 'remove',
    role: 'database',
    name,
    state: lost ? 'lost' : 'running',
    down: hostNames(down),
  }),
  playbook: 'remove-database',
  subject: 'name',
  rehearsedFlags: ['lost'],
  load: async () => (await import('../change/change-members.ts')).removeMember,
});
