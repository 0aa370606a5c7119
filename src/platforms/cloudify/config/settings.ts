import type { Cluster } from '../../../model/cluster.ts';
import type { Word } from '../../../model/host/command.ts';
import type { Digest } from '../../../model/names.ts';
import type { Inputs } from '../../../model/plan/step.ts';
import { isConfigObject, type ConfigObject, type ConfigValue } from './object.ts';
import { STAGING_DIRECTORY } from '../product/paths.ts';
import type { StagedFile } from './staged-files.ts';

/** Settings by key path: `rabbitmq.password`, `certificates.node.key`. */
export type Settings = Readonly<Record<string, ConfigValue | Word>>;

/**
 * Who is a member, and in which order, is no setting: it changes without anything being applied to a host again. Where
 * external brokers are is one, since nothing but an install tells a manager.
 */
const MEMBERSHIP = ['postgresql_server.cluster.nodes', 'rabbitmq.join_cluster'];
const BROKERS = 'rabbitmq.cluster_members';

/**
 * What an install applies to a host: the leaves of its config.yaml by key path, and the contents of its certificates
 * and keys. Left out: membership, order, and where the files are staged.
 */
export function settingsOf(
  { sourcing }: Pick<Cluster, 'sourcing'>,
  config: ConfigObject,
  files: readonly StagedFile[],
): Settings {
  const left = sourcing.broker.kind === 'external' ? MEMBERSHIP : [...MEMBERSHIP, BROKERS];
  const certificates = files.flatMap((file) => (file.setting ? [[file.setting, file.content] as const] : []));
  return Object.fromEntries([...leaves(config, [], left), ...certificates]);
}

/** Settings as a receipt remembers them: by name, each as a keyed digest. */
export function inputsOf(settings: Settings, digest: (value: unknown) => Digest): Inputs {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, digest(value)]));
}

function leaves(
  config: ConfigObject,
  above: readonly string[],
  left: readonly string[],
): readonly (readonly [string, ConfigValue])[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const path = [...above, key];
    const name = path.join('.');
    if (left.includes(name) || isStaged(value)) return [];
    return isConfigObject(value) && Object.keys(value).length > 0
      ? leaves(value, path, left)
      : [[name, value] as const];
  });
}

function isStaged(value: ConfigValue): boolean {
  return typeof value === 'string' && value.startsWith(`${STAGING_DIRECTORY}/`);
}
