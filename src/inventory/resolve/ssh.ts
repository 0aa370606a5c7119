import type { SshSettings } from '../../model/cluster.ts';
import { Secret } from '../../model/secret.ts';
import type { ValueSource } from '../../model/sources.ts';
import { resolveFile } from './context.ts';
import type { InventoryContext } from './context.ts';
import type { InventoryFinding } from '../problems.ts';
import type { RawPassword, RawSsh } from '../schema/raw.ts';
import { resolveValueSource } from './secrets-source.ts';
import type { YamlPath } from '../yaml/source.ts';

interface Place {
  readonly context: InventoryContext;
  /** Where the host is described. */
  readonly at: YamlPath;
  /** Takes what is found wrong. */
  readonly findings: InventoryFinding[];
  /** Takes the passwords that are in files, or that a command prints: reading an inventory touches neither. */
  readonly logins: LocatedPassword[];
}

/** A password of a host that is still to be fetched, and where the inventory says so. */
export interface LocatedPassword {
  readonly key: 'password' | 'becomePassword';
  readonly source: ValueSource;
  readonly at: YamlPath;
}

/** How to reach one host. @param levels of the cluster, of its role, its own: the last one that says something wins */
export function resolveSsh(levels: readonly (RawSsh | undefined)[], place: Place): SshSettings {
  const raw = levels.reduce<RawSsh>((merged, level) => ({ ...merged, ...level }), {});
  const { context } = place;
  const password = secretOf(raw.password, 'password', { levels, place });
  const become = raw.become ?? raw.user !== 'root';
  const becomePassword =
    typeof become === 'object' ? secretOf(become.password, 'become', { levels, place }) : undefined;
  return {
    // Refused by the rules when nobody named one.
    user: raw.user ?? '',
    port: raw.port ?? 22,
    ...(raw.identity === undefined ? {} : { identity: resolveFile(raw.identity, context) }),
    agent: raw.agent ?? raw.identity === undefined,
    ...(password === undefined ? {} : { password }),
    become: become !== false,
    ...(becomePassword === undefined ? {} : { becomePassword }),
    knownHosts: resolveFile(raw.known_hosts ?? '~/.ssh/known_hosts', context),
    connectTimeoutMs: (raw.connect_timeout ?? 15) * 1000,
  };
}

function secretOf(
  raw: RawPassword | undefined,
  key: 'password' | 'become',
  { levels, place }: { levels: readonly (RawSsh | undefined)[]; place: Place },
): Secret | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw === 'string') return new Secret(raw);
  const at = placeOf(key, levels, place.at);
  if (raw.env === undefined) {
    const source = resolveValueSource(raw, place.context);
    place.logins.push({ key: key === 'become' ? 'becomePassword' : key, source, at });
    return undefined;
  }
  const value = place.context.env[raw.env];
  if (value !== undefined && value !== '') return new Secret(value);
  place.findings.push({
    at,
    what: `the environment variable ${raw.env} is not set`,
    next: `export ${raw.env} before you start quorate`,
  });
  return undefined;
}

/** The level that said it, so that a variable missing for all hosts is told once. */
function placeOf(
  key: 'password' | 'become',
  levels: readonly (RawSsh | undefined)[],
  at: YamlPath,
): YamlPath {
  const level = levels.findLastIndex((settings) => settings?.[key] !== undefined);
  const above = [[], at.slice(0, 1), at][level] ?? at;
  return [...above, 'ssh', key];
}
