import { command } from '../arguments/command.ts';
import { ADDING, MEMBER, RUNNING } from '../arguments/flags.ts';

export const addLoadBalancer = command({
  name: 'add-load-balancer',
  summary: 'Add a load balancer to the running cluster',
  flags: { ...RUNNING, ...ADDING },
  positionals: MEMBER,
  load: async () => (await import('../change/add.ts')).add('load_balancer'),
});
