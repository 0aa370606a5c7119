import type { Word } from '../model/command.ts';
import type { Digest } from '../model/names.ts';
import type { Inputs } from '../model/step.ts';
import { isObject, type ConfigObject, type ConfigValue } from './config/object.ts';
import { STAGED } from './paths.ts';
import type { StagedFile } from './staged.ts';

/** Settings by key path: `rabbitmq.password`, `certificates.node.key`. */
export type Settings = Readonly<Record<string, ConfigValue | Word>>;

/** Who is a member, and in which order, is no setting: it changes without anything being applied to a host again. */
const MEMBERSHIP = ['postgresql_server.cluster.nodes', 'rabbitmq.cluster_members', 'rabbitmq.join_cluster'];

/**
 * What an install applies to a host: the leaves of its config.yaml by key path, and the contents of its certificates
 * and keys. Left out: membership, order, and where the files are staged.
 */
export function settingsOf(config: ConfigObject, files: readonly StagedFile[]): Settings {
  const certificates = files.flatMap((file) => (file.setting ? [[file.setting, file.content] as const] : []));
  return Object.fromEntries([...leaves(config, []), ...certificates]);
}

/** Settings as a receipt remembers them: by name, each as a keyed digest. */
export function inputsOf(settings: Settings, digest: (value: unknown) => Digest): Inputs {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, digest(value)]));
}

function leaves(config: ConfigObject, above: readonly string[]): readonly (readonly [string, ConfigValue])[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const path = [...above, key];
    const name = path.join('.');
    if (MEMBERSHIP.includes(name) || isStaged(value)) return [];
    return isObject(value) && Object.keys(value).length > 0 ? leaves(value, path) : [[name, value] as const];
  });
}

function isStaged(value: ConfigValue): boolean {
  return typeof value === 'string' && value.startsWith(`${STAGED}/`);
}
