import { memberToJoin } from '../cloudify/members.ts';
import { installLanes } from './install.ts';
import type { Phase } from './phase.ts';

/** Installs RabbitMQ: the first broker founds the cluster, every other one joins it. */
export const brokers: Phase = {
  title: 'install the brokers',
  needs: [],
  follows: ['stage'],
  lanes: (input) =>
    installLanes(input, 'broker', (host) => (memberToJoin(input, host, 'broker') ? 'join' : 'found')),
};
