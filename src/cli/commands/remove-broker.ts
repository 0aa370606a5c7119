import { changeCommand } from '../arguments/command.ts';
import { hostNames, INVENTORY_AND_HOST, REMOVE_FLAGS } from '../arguments/flags.ts';

export const removeBrokerCommand = changeCommand({
  name: 'remove-broker',
  summary: 'Remove a broker from the running cluster',
  examples: [
    ['inventory.yaml rabbit4', 'Remove rabbit4'],
    ['inventory.yaml rabbit4 --lost', 'Remove rabbit4, whose machine does not come back'],
  ],
  flags: REMOVE_FLAGS,
  positionals: INVENTORY_AND_HOST,
  change: ({ name, lost, down }) => ({
    kind: 'remove',
    role: 'broker',
    name,
    state: lost ? 'lost' : 'running',
    down: hostNames(down),
  }),
  playbook: 'remove-broker',
  subject: 'name',
  rehearsedFlags: ['lost'],
  load: async () => (await import('../change/change-members.ts')).removeMember,
});
