import type { Cluster } from '../../../model/cluster.ts';
import type { Word } from '../../../model/host/command.ts';
import type { Digest } from '../../../model/names.ts';
import type { Inputs } from '../../../model/plan/step.ts';
import { isConfigObject, type ConfigObject, type ConfigValue } from '../../../components/config-object.ts';
import { STAGING_DIRECTORY } from '../product/paths.ts';
import type { StagedFile } from './staged-files.ts';

/** Settings by key path: `rabbitmq.password`, `certificates.node.key`. */
type Settings = Readonly<Record<string, ConfigValue | Word>>;

/**
 * Members and their order are not settings, because they change without an installation. The addresses of external
 * brokers are settings, because a manager learns them only from an installation.
 */
const MEMBERSHIP_KEYS = ['postgresql_server.cluster.nodes', 'rabbitmq.join_cluster'];
const BROKERS_KEY = 'rabbitmq.cluster_members';

/**
 * Returns the settings that an installation applies to a host: the leaves of its config.yaml by key path, and the
 * contents of its certificates and keys. Leaves out the cluster's own members, their order and the paths of staged
 * files.
 */
export function settingsOf(
  { sourcing }: Pick<Cluster, 'sourcing'>,
  config: ConfigObject,
  files: readonly StagedFile[],
): Settings {
  const excluded = sourcing.broker.kind === 'external' ? MEMBERSHIP_KEYS : [...MEMBERSHIP_KEYS, BROKERS_KEY];
  const settings: Record<string, ConfigValue | Word> = {};
  addLeaves(settings, config, { above: '', excluded });
  for (const { setting, content } of files) if (setting) settings[setting] = content;
  return settings;
}

/** Returns settings as a receipt stores them: the keyed digest of each value, by name. */
export function inputsOf(settings: Settings, digest: (value: unknown) => Digest): Inputs {
  const inputs: Record<string, Digest> = {};
  for (const name of Object.keys(settings)) inputs[name] = digest(settings[name]);
  return inputs;
}

/** Adds the leaves to the settings. Makes no lists in between, because a plan for 1,000 hosts has 50,000 leaves. */
function addLeaves(
  settings: Record<string, ConfigValue | Word>,
  config: ConfigObject,
  { above, excluded }: { readonly above: string; readonly excluded: readonly string[] },
): void {
  for (const key of Object.keys(config)) {
    const name = above + key;
    const value = config[key];
    if (value === undefined || excluded.includes(name) || isStaged(value)) continue;
    if (isConfigObject(value) && Object.keys(value).length > 0)
      addLeaves(settings, value, { above: `${name}.`, excluded });
    else settings[name] = value;
  }
}

function isStaged(value: ConfigValue): boolean {
  return typeof value === 'string' && value.startsWith(`${STAGING_DIRECTORY}/`);
}
