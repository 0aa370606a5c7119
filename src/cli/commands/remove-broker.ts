import { changeCommand } from '../arguments/command.ts';
import { hostNames, REMOVE_FLAGS } from '../arguments/flags.ts';
import { INVENTORY_AND_BROKER } from '../arguments/positionals.ts';

export const removeBrokerCommand = changeCommand({
  name: 'remove-broker',
  summary: 'Remove a broker from the running cluster',
  examples: [
    ['inventory.yaml rabbit4', 'Remove rabbit4'],
    ['inventory.yaml rabbit4 --lost', 'Remove rabbit4, whose machine does not come back'],
  ],
  flags: REMOVE_FLAGS,
  positionals: INVENTORY_AND_BROKER,
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
