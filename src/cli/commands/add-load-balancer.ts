import { command } from '../command.ts';
import { ADDING, MEMBER, RUNNING } from '../options.ts';

export const addLoadBalancer = command({
  name: 'add-load-balancer',
  text: 'Add a load balancer to the live cluster',
  flags: { ...RUNNING, ...ADDING },
  words: MEMBER,
  load: async () => (await import('../work/add.ts')).add('load_balancer'),
});
