import { memberToJoin } from '../../../phases/member-to-join.ts';
import type { Phase } from '../../../phases/phase.ts';
import { installLanes } from '../steps/install.ts';

/** Starts RabbitMQ: the first broker forms the cluster, the others join it. */
export const brokers: Phase = {
  title: 'start the brokers',
  needs: [],
  follows: ['stage'],
  lanes: (input) =>
    installLanes(input, 'broker', (host) => (memberToJoin(input, host, 'broker') ? 'join' : 'bootstrap')),
};
