import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { renderConfig } from '../../../components/render-config.ts';
import type { ConfigObject } from '../../../components/config-object.ts';
import type { Host } from '../../../model/cluster.ts';
import { remembered } from '../../../model/work/remembered.ts';
import type { FixedSettings, Inputs } from '../../../model/plan/step.ts';
import type { PhaseInput } from '../../../phases/phase.ts';
import { unitFiles } from '../units.ts';
import { etcdSettings } from './etcd.ts';
import { parametersAppliedBy } from './parameters.ts';
import { patroniSettings } from './patroni.ts';
import { betweenNodesConfig, BROKER_PLUGINS, brokerConfig, brokerEnvironment } from './rabbitmq.ts';

/**
 * The settings of a member, as digests by name, by what a change of them needs. The certificates of RabbitMQ and etcd are in
 * no list, because these read them again by themselves. Patroni reads its section `bootstrap` only in a new cluster.
 */
interface MemberSettings {
  /** `deploy` applies them to the running member. */
  readonly reload: Inputs;
  /** `reconfigure` applies them: it restarts one member at a time. */
  readonly restart: Inputs;
  /** No command changes them on a member. */
  readonly fixed: Inputs;
}

type Described = Pick<PhaseInput, 'after' | 'material'>;
type Values = Readonly<Record<string, unknown>>;

export function memberSettings({ after, material, digest }: PhaseInput, host: Host): MemberSettings {
  return settingsIn(after, material, digest)(host);
}

/** The settings of each member. Staging, installing and reconfiguring need the same ones. */
const settingsIn = remembered(
  (after: PhaseInput['after'], material: PhaseInput['material'], digest: PhaseInput['digest']) =>
    remembered((host: Host): MemberSettings => {
      const values = host.role === 'database' ? ofDatabase : ofBroker;
      const { reload, restart, fixed } = values({ after, material }, host);
      const digests = (of: Values): Inputs =>
        Object.fromEntries(Object.entries(of).map(([name, value]) => [name, digest(value)]));
      return { reload: digests(reload), restart: digests(restart), fixed: digests(fixed) };
    }),
);

/** The fixed settings in the files of a member. Empty for a role whose hosts are no members. */
export function fixedIn(input: PhaseInput, host: Host): { readonly fixed?: FixedSettings } {
  const { role } = host;
  if (role !== 'database' && role !== 'broker') return {};
  return { fixed: { service: role, inputs: memberSettings(input, host).fixed } };
}

function ofDatabase({ after, material }: Described, host: Host): Record<keyof MemberSettings, Values> {
  const { secrets, etcd, hosts } = material;
  return {
    reload: {
      ...named(parametersAppliedBy(after, host, 'reload')),
      // Patroni must know the values that the next restart applies, also when a change of them is undone.
      'postgresql.at_start': parametersAppliedBy(after, host, 'restart'),
      patroni_rest_password: secrets.patroni_rest_password,
      certificate: hosts[host.name]?.certificate,
      'etcd.certificate': etcd?.pairs[host.name]?.certificate,
    },
    restart: {
      ...named(parametersAppliedBy(after, host, 'restart')),
      etcd: renderConfig(etcdSettings(host, material)),
      patroni: renderConfig(patroniSettings(after, host, material)),
      units: unitFiles('database', after).map(({ text }) => text),
    },
    fixed: {
      cluster: after.name,
      version: after.version.major,
      address: host.privateIp,
      ca: material.ca,
      'etcd.ca': etcd?.ca,
      etcd_token: secrets.etcd_token,
      postgres_password: secrets.postgres_password,
      replicator_password: secrets.replicator_password,
    },
  };
}

function named(parameters: ConfigObject): Values {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`postgresql.${name}`, value]));
}

function ofBroker({ after, material }: Described, host: Host): Record<keyof MemberSettings, Values> {
  const { rabbitmq_password: password, erlang_cookie: cookie } = material.secrets;
  return {
    reload: {},
    restart: {
      rabbitmq: brokerConfig(after, host, { password, seed: undefined }),
      environment: brokerEnvironment(after, host),
      plugins: BROKER_PLUGINS,
      between_nodes: betweenNodesConfig(),
      units: unitFiles('broker', after).map(({ text }) => text),
    },
    fixed: {
      address: host.privateIp,
      ca: material.ca,
      node: brokerNodeName(after, host),
      long_names: after.brokerLongNames,
      user: after.brokerUser,
      rabbitmq_password: password,
      erlang_cookie: cookie,
    },
  };
}
