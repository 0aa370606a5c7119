import type { SshKey, SshSettings } from '../../model/cluster.ts';
import { parseJump } from '../../model/host/jump-hosts.ts';
import type { JumpHost } from '../../model/host/jump-hosts.ts';
import { Secret } from '../../model/secret.ts';
import type { ValueSource } from '../../model/sources.ts';
import { resolveFile } from './context.ts';
import type { InventoryContext } from './context.ts';
import type { InventoryFinding } from '../problems.ts';
import type { RawPassword, RawSsh } from '../schema/raw.ts';
import { resolveValueSource } from './secrets-source.ts';
import type { YamlPath } from '../yaml/source.ts';

interface SshInput {
  readonly context: InventoryContext;
  /** Path of the host in the inventory. */
  readonly at: YamlPath;
  /** The list to which findings are added. */
  readonly findings: InventoryFinding[];
  /**
   * The list to which passwords are added that are in files or that a command prints. Reading an inventory does not
   * fetch them.
   */
  readonly passwords: LocatedPassword[];
}

/** A password of a host that is to be fetched, and the path of its source in the inventory. */
export interface LocatedPassword {
  readonly key: 'password' | 'becomePassword';
  readonly source: ValueSource;
  readonly at: YamlPath;
}

/**
 * Returns the SSH settings of one host. @param levels of the cluster, the role and the host; a later level overrides
 * the keys that it sets
 */
export function resolveSsh(levels: readonly (RawSsh | undefined)[], input: SshInput): SshSettings {
  const raw = levels.reduce<RawSsh>((merged, level) => ({ ...merged, ...level }), {});
  const { context } = input;
  const password = secretOf(raw.password, 'password', { levels, input });
  const become = raw.become ?? raw.user !== 'root';
  const becomePassword =
    typeof become === 'object' ? secretOf(become.password, 'become', { levels, input }) : undefined;
  return {
    ...withoutDefaults(raw, context),
    defaults: KEYS.filter((key) => raw[key] === undefined),
    user: raw.user ?? '',
    port: raw.port ?? 22,
    ...(raw.identity === undefined ? {} : { identity: resolveFile(raw.identity, context) }),
    agent: raw.agent ?? true,
    ...(password === undefined ? {} : { password }),
    become: become !== false,
    ...(becomePassword === undefined ? {} : { becomePassword }),
    knownHosts: resolveFile(raw.known_hosts ?? '~/.ssh/known_hosts', context),
    connectTimeoutMs: (raw.connect_timeout ?? 15) * 1000,
  };
}

/** Settings that are absent unless the inventory has them. */
function withoutDefaults(
  raw: RawSsh,
  context: InventoryContext,
): Pick<SshSettings, 'client' | 'hostKeys' | 'jump'> {
  return {
    ...(raw.client === undefined ? {} : { client: raw.client }),
    ...(raw.host_keys === undefined ? {} : { hostKeys: raw.host_keys }),
    ...(raw.jump === undefined ? {} : { jump: jumpHosts(raw.jump, context) }),
  };
}

const KEYS: readonly SshKey[] = ['user', 'port', 'agent', 'become', 'known_hosts', 'connect_timeout'];

/** Returns the bastions of `jump`. The rules report text that is not a bastion. */
function jumpHosts(raw: NonNullable<RawSsh['jump']>, context: InventoryContext): readonly JumpHost[] {
  const entries = typeof raw === 'string' ? [raw] : raw;
  return entries.flatMap((entry) => {
    if (typeof entry === 'string') return parseJump(entry) ?? [];
    const identity = entry.identity === undefined ? {} : { identity: resolveFile(entry.identity, context) };
    return (parseJump(entry.host) ?? []).map((hop) => ({ ...hop, ...identity }));
  });
}

function secretOf(
  raw: RawPassword | undefined,
  key: 'password' | 'become',
  { levels, input }: { levels: readonly (RawSsh | undefined)[]; input: SshInput },
): Secret | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw === 'string') return new Secret(raw);
  const at = pathOf(key, levels, input.at);
  if (raw.env === undefined) {
    const source = resolveValueSource(raw, input.context);
    input.passwords.push({ key: key === 'become' ? 'becomePassword' : key, source, at });
    return undefined;
  }
  const value = input.context.env[raw.env];
  if (value !== undefined && value !== '') return new Secret(value);
  input.findings.push({
    at,
    what: `the environment variable ${raw.env} is ${value === '' ? 'empty' : 'not set'}`,
    next: `export ${raw.env} before starting quorate`,
  });
  return undefined;
}

/** Returns the path of the level that set the key, so that a variable missing for all hosts is reported once. */
function pathOf(key: 'password' | 'become', levels: readonly (RawSsh | undefined)[], at: YamlPath): YamlPath {
  const level = levels.findLastIndex((settings) => settings?.[key] !== undefined);
  const above = [[], at.slice(0, 1), at][level] ?? at;
  return [...above, 'ssh', key];
}
