import { changeCommand } from '../arguments/command.ts';
import { ADD_FLAGS, hostNames } from '../arguments/flags.ts';
import { INVENTORY_AND_LOAD_BALANCER } from '../arguments/positionals.ts';

export const addLoadBalancerCommand = changeCommand({
  name: 'add-load-balancer',
  summary: 'Add a load balancer to the running cluster',
  examples: [
    ['inventory.yaml lb2', 'Add lb2, which the inventory lists already'],
    ['inventory.yaml lb2 --address 10.0.0.52', 'Add lb2 to the inventory and to the cluster'],
  ],
  flags: ADD_FLAGS,
  positionals: INVENTORY_AND_LOAD_BALANCER,
  change: ({ name, address, down }) => ({
    kind: 'add',
    role: 'load_balancer',
    name,
    address,
    down: hostNames(down),
  }),
  playbook: 'add-load-balancer',
  subject: 'name',
  rehearsedFlags: [],
  load: async () => (await import('../change/change-members.ts')).addMember,
});
