import { command } from '../arguments/command.ts';
import { ADDING, MEMBER, RUNNING } from '../arguments/flags.ts';

export const addLoadBalancer = command({
  name: 'add-load-balancer',
  text: 'Add a load balancer to the live cluster',
  flags: { ...RUNNING, ...ADDING },
  words: MEMBER,
  load: async () => (await import('../change/add.ts')).add('load_balancer'),
});
