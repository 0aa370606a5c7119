import { changeCommand } from '../arguments/command.ts';
import { ADD_FLAGS, hostNames, INVENTORY_AND_HOST } from '../arguments/flags.ts';

export const addManagerCommand = changeCommand({
  name: 'add-manager',
  summary: 'Add a manager to the running cluster',
  flags: ADD_FLAGS,
  positionals: INVENTORY_AND_HOST,
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
