import { changeCommand } from '../arguments/command.ts';
import { ADD_FLAGS, hostNames } from '../arguments/flags.ts';
import { INVENTORY_AND_DATABASE } from '../arguments/positionals.ts';

export const addDatabaseCommand = changeCommand({
  name: 'add-database',
  summary: 'Add a database to the running cluster',
  examples: [
    ['inventory.yaml db4', 'Add db4, which the inventory lists already'],
    ['inventory.yaml db4 --address 10.0.0.24', 'Add db4 to the inventory and to the cluster'],
  ],
  flags: ADD_FLAGS,
  positionals: INVENTORY_AND_DATABASE,
  change: ({ name, address, down }) => ({
    kind: 'add',
    role: 'database',
    name,
    address,
    down: hostNames(down),
  }),
  playbook: 'add-database',
  subject: 'name',
  rehearsedFlags: [],
  load: async () => (await import('../change/change-members.ts')).addMember,
});
