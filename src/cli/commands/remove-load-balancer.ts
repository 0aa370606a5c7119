import { changeCommand } from '../arguments/command.ts';
import { hostNames, REMOVE_FLAGS } from '../arguments/flags.ts';
import { INVENTORY_AND_LOAD_BALANCER } from '../arguments/positionals.ts';

export const removeLoadBalancerCommand = changeCommand({
  name: 'remove-load-balancer',
  summary: 'Remove a load balancer from the running cluster',
  examples: [
    ['inventory.yaml lb2', 'Remove lb2'],
    ['inventory.yaml lb2 --lost', 'Remove lb2, whose machine does not come back'],
  ],
  flags: REMOVE_FLAGS,
  positionals: INVENTORY_AND_LOAD_BALANCER,
  change: ({ name, lost, down }) => ({
    kind: 'remove',
    role: 'load_balancer',
    name,
    state: lost ? 'lost' : 'running',
    down: hostNames(down),
  }),
  playbook: 'remove-load-balancer',
  subject: 'name',
  rehearsedFlags: ['lost'],
  load: async () => (await import('../change/change-members.ts')).removeMember,
});
