import { memberToJoin } from '../../../phases/member-to-join.ts';
import { installLanes } from '../steps/install.ts';
import type { Phase } from '../../../phases/phase.ts';

/**
 * Installs the management service: the first manager creates the database, the others register in it. Writes block
 * without a synchronous standby, so the databases must be healthy first (docs/cloudify-facts.md, 2.7).
 */
export const managers: Phase = {
  title: 'install the managers',
  needs: ['etcd-quorum', 'patroni-leader', 'broker-cluster'],
  follows: ['stage'],
  lanes: (input) =>
    installLanes(input, 'manager', (host) => (memberToJoin(input, host, 'manager') ? 'join' : 'bootstrap')),
};
