import { hostsOf } from '../../../model/cluster.ts';
import { RECEIPT } from '../../../model/stored-formats.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { brokerDefinitions } from '../../../components/rabbitmq/definitions.ts';
import { passwordHash } from '../../../components/rabbitmq/password-hash.ts';
import { brokerPaths } from '../paths.ts';
import { file, readableBy } from '../steps/host-files.ts';
import { addVhost, allowUser, enableFeatureFlags, importDefinitions } from '../commands/brokers.ts';

/** Creates the virtual hosts, users and policies of the inventory, through the first broker. */
export const brokerObjects: Phase = {
  title: 'create virtual hosts, users and policies',
  needs: ['broker-cluster'],
  follows: [],
  lanes: (input) => {
    const [first] = hostsOf(input.after, 'broker');
    return lanesOf(input, (host) => (host.name === first?.name ? steps(input) : []));
  },
};

function steps(input: PhaseInput): readonly Draft[] {
  const { after, digest } = input;
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
    ...definitions(input),
  ];
}

/** Creates or corrects users, their permissions, and policies. Objects that the inventory does not list are kept. */
function definitions({ after, material, digest }: PhaseInput): readonly Draft[] {
  const { brokerUsers = [], policies = [] } = after.native ?? {};
  const key = material.secrets.receipt_key;
  const users = brokerUsers.flatMap((user) => {
    const password = material.secrets[`rabbitmq_user_${user.name}`];
    return password ? [{ ...user, hash: passwordHash(user.name, password, key) }] : [];
  });
  if (users.length + policies.length === 0) return [];
  const inputs = [
    ...users.map((user) => [`user.${user.name}`, digest({ ...user, hash: user.hash.reveal() })] as const),
    ...policies.map((policy) => [`policy.${policy.vhost}.${policy.name}`, digest(policy)] as const),
  ];
  const names = [...users.map(({ name }) => `user ${name}`), ...policies.map(({ name }) => `policy ${name}`)];
  const text = brokerDefinitions(users, policies);
  return [
    {
      slug: 'definitions-file',
      title: 'write the users and policies',
      action: { kind: 'files', files: [file(brokerPaths.definitions, text, readableBy('rabbitmq'))] },
    },
    {
      slug: 'definitions',
      title: `create ${names.join(', ')}`,
      action: {
        kind: 'run',
        command: importDefinitions(after),
        unless: { receipt: `${RECEIPT.brokerObjects}/definitions`, inputs: Object.fromEntries(inputs) },
      },
    },
  ];
}
