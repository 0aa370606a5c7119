import { changeCommand } from '../arguments/command.ts';
import { ADD_FLAGS, hostNames } from '../arguments/flags.ts';
import { INVENTORY_AND_MANAGER } from '../arguments/positionals.ts';

export const addManagerCommand = changeCommand({
  name: 'add-manager',
  summary: 'Add a manager to the running cluster',
  examples: [
    ['inventory.yaml manager3', 'Add manager3, which the inventory lists already'],
    ['inventory.yaml manager3 --address 10.0.0.43', 'Add manager3 to the inventory and to the cluster'],
  ],
  flags: ADD_FLAGS,
  positionals: INVENTORY_AND_MANAGER,
  change: ({ name, address, down }) => ({
    kind: 'add',
    role: 'manager',
    name,
    address,
    down: hostNames(down),
  }),
  playbook: 'add-manager',
  subject: 'name',
  rehearsedFlags: [],
  load: async () => (await import('../change/change-members.ts')).addMember,
});
