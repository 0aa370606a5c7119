import { isMember } from '../cloudify/members.ts';
import { hostsOf } from '../model/cluster.ts';
import { installLanes } from './install.ts';
import type { Phase } from './phase.ts';

/** Installs etcd, Patroni and PostgreSQL: all listed databases found one cluster together, in whatever order. */
export const databases: Phase = {
  title: 'install the databases',
  needs: [],
  follows: ['stage'],
  lanes: (input) =>
    installLanes(input, 'database', (host) =>
      isMember(input, host) || hostsOf(input.now, 'database').length === 0 ? 'found' : 'join',
    ),
};
