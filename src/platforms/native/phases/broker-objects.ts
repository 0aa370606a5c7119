import { hostsOf } from '../../../model/cluster.ts';
import { RECEIPT } from '../../../model/stored-formats.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { addVhost, allowUser, enableFeatureFlags } from '../commands/brokers.ts';

/** Creates the virtual hosts of the inventory, through the first broker. */
export const brokerObjects: Phase = {
  title: 'create the virtual hosts',
  needs: ['broker-cluster'],
  follows: [],
  lanes: (input) => {
    const [first] = hostsOf(input.after, 'broker');
    return lanesOf(input, (host) => (host.name === first?.name ? steps(input) : []));
  },
};

function steps({ after, digest }: PhaseInput): readonly Draft[] {
  const receipt = (name: string) => ({
    receipt: `${RECEIPT.brokerObjects}/${name}`,
    inputs: { user: digest(after.brokerUser) },
  });
  return [
    {
      slug: 'feature-flags',
      title: 'enable the stable feature flags',
      action: { kind: 'run', command: enableFeatureFlags(after), unless: receipt('feature-flags') },
    },
    ...(after.native?.vhosts ?? []).flatMap((vhost): readonly Draft[] => [
      {
        slug: `vhost-${vhost}`,
        title: `create the virtual host ${vhost}`,
        action: { kind: 'run', command: addVhost(after, vhost), unless: receipt(`vhost/${vhost}`) },
      },
      {
        slug: `permissions-${vhost}`,
        title: `give ${after.brokerUser} access to ${vhost}`,
        action: { kind: 'run', command: allowUser(after, vhost), unless: receipt(`permissions/${vhost}`) },
      },
    ]),
  ];
}
