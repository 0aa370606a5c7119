import { changeCommand } from '../arguments/command.ts';
import { ADD_FLAGS, hostNames } from '../arguments/flags.ts';
import { INVENTORY_AND_BROKER } from '../arguments/positionals.ts';

export const addBrokerCommand = changeCommand({
  name: 'add-broker',
  summary: 'Add a broker to the running cluster',
  examples: [
    ['inventory.yaml rabbit4', 'Add rabbit4, which the inventory lists already'],
    ['inventory.yaml rabbit4 --address 10.0.0.34', 'Add rabbit4 to the inventory and to the cluster'],
  ],
  flags: ADD_FLAGS,
  positionals: INVENTORY_AND_BROKER,
  change: ({ name, address, down }) => ({
    kind: 'add',
    role: 'broker',
    name,
    address,
    down: hostNames(down),
  }),
  playbook: 'add-broker',
  subject: 'name',
  rehearsedFlags: [],
  load: async () => (await import('../change/change-members.ts')).addMember,
});
