import { command } from '../arguments/command.ts';
import { MEMBER, REMOVING, RUNNING } from '../arguments/flags.ts';

export const removeLoadBalancer = command({
  name: 'remove-load-balancer',
  text: 'Take a load balancer out of the live cluster',
  flags: { ...RUNNING, ...REMOVING },
  words: MEMBER,
  load: async () => (await import('../change/remove.ts')).remove('load_balancer'),
});
