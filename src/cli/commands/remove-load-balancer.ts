import { command } from '../arguments/command.ts';
import { MEMBER, REMOVING, RUNNING } from '../arguments/flags.ts';

export const removeLoadBalancer = command({
  name: 'remove-load-balancer',
  summary: 'Remove a load balancer from the running cluster',
  flags: { ...RUNNING, ...REMOVING },
  positionals: MEMBER,
  load: async () => (await import('../change/remove.ts')).remove('load_balancer'),
});
