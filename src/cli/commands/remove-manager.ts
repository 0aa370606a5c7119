import { changeCommand } from '../arguments/command.ts';
import { hostNames, REMOVE_FLAGS } from '../arguments/flags.ts';
import { INVENTORY_AND_MANAGER } from '../arguments/positionals.ts';

export const removeManagerCommand = changeCommand({
  name: 'remove-manager',
  summary: 'Remove a manager from the running cluster',
  examples: [
    ['inventory.yaml manager3', 'Remove manager3'],
    ['inventory.yaml manager3 --lost', 'Remove manager3, whose machine does not come back'],
  ],
  flags: REMOVE_FLAGS,
  positionals: INVENTORY_AND_MANAGER,
  change: ({ name, lost, down }) => ({
    kind: 'remove',
    role: 'manager',
    name,
    state: lost ? 'lost' : 'running',
    down: hostNames(down),
  }),
  playbook: 'remove-manager',
  subject: 'name',
  rehearsedFlags: ['lost'],
  load: async () => (await import('../change/change-members.ts')).removeMember,
});
