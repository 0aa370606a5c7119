import type { Host, SshKey, SshSettings } from '../../../model/cluster.ts';
import { SECOND } from '../../../model/duration.ts';
import { parseJump } from '../../../model/host/jump-hosts.ts';
import type { JumpHost } from '../../../model/host/jump-hosts.ts';
import type { EnvironmentVariables } from '../../../model/secret.ts';
import { selectAlgorithms } from './algorithms.ts';
import type { AlgorithmKeyword } from './algorithms.ts';
import { configuredText } from './configured.ts';
import type { Configured } from './configured.ts';
import type { SshTarget } from './evaluate.ts';
import { expandPath, expandTokens } from './expand.ts';
import { isNoFile } from './overridden.ts';

/** The settings with which a host is connected: those of the inventory, then those of ssh_config, then the defaults. */
export interface EffectiveSsh extends SshSettings {
  /** Private keys of ssh_config, for a host without `identity`. Missing files are skipped. */
  readonly identities?: readonly string[];
  /** True to offer no other key of the agent than `identities`. */
  readonly identitiesOnly?: boolean;
  /** The socket of the agent, if it is not that of SSH_AUTH_SOCK. */
  readonly agentSocket?: string;
  /** The name of the host in known_hosts, in place of its address and port. */
  readonly hostKeyAlias?: string;
  /** Further known_hosts files. New keys are added to `knownHosts`. */
  readonly moreKnownHosts?: readonly string[];
  /** Signature algorithms of the host key, by preference. */
  readonly hostKeyAlgorithms?: readonly string[];
  readonly algorithms?: {
    readonly kex?: readonly string[];
    readonly cipher?: readonly string[];
    readonly hmac?: readonly string[];
  };
  readonly keepaliveMs?: number;
  /** Unanswered keepalives after which the connection counts as lost. */
  readonly keepaliveCount?: number;
}

/** A host with its effective settings. Its address is the host name of ssh_config. */
export interface EffectiveHost extends Host {
  readonly ssh: EffectiveSsh;
}

/** The surroundings on which values of ssh_config depend. */
export interface Place {
  readonly home: string;
  readonly env: EnvironmentVariables;
  /** The account that runs Quorate. */
  readonly localUser: string;
  /** The account if neither the inventory nor ssh_config sets one; the one that runs Quorate by default. */
  readonly defaultUser?: string;
}

/** Returns the host as ssh_config knows it. */
export function targetOf({ address, ssh }: Pick<Host, 'address' | 'ssh'>): SshTarget {
  return {
    host: address,
    ...(isSet(ssh, 'user') && { user: ssh.user }),
    ...(isSet(ssh, 'port') && { port: ssh.port }),
  };
}

/** True if the inventory sets the key. */
export function isSet({ defaults }: SshSettings, key: SshKey): boolean {
  return defaults?.includes(key) !== true;
}

/** Combines the settings of the inventory with those of ssh_config. */
export function effectiveHost(host: Host, configured: Configured, place: Place): EffectiveHost {
  const { ssh } = host;
  const { address, user, port, path } = basicsOf(host, configured, place);
  return {
    ...host,
    address,
    ssh: {
      ...ssh,
      user,
      port,
      become: isSet(ssh, 'become') ? ssh.become : user !== 'root',
      ...keysOf(ssh, configured, path),
      ...knownHostsOf(ssh, configured, path),
      ...algorithmsOf(configured),
      ...timesOf(ssh, configured),
      ...jumpOf(ssh, configured),
    },
  };
}

interface Basics extends Pick<EffectiveSsh, 'user' | 'port'> {
  readonly address: string;
  /** Expands a path of ssh_config. */
  readonly path: Path;
}

/** Returns the settings on which paths of ssh_config may depend. */
export function basicsOf({ address: listed, ssh }: Host, configured: Configured, place: Place): Basics {
  const name = configuredText(configured, 'HostName');
  const address = name === undefined ? listed : expandTokens(name, { h: listed });
  const user = isSet(ssh, 'user')
    ? ssh.user
    : (configuredText(configured, 'User') ?? place.defaultUser ?? place.localUser);
  const port = isSet(ssh, 'port') ? ssh.port : Number(configuredText(configured, 'Port') ?? ssh.port);
  const tokens = { h: address, n: listed, p: String(port), r: user, u: place.localUser, d: place.home };
  const path = (text: string) => expandPath(text, { tokens, home: place.home, env: place.env });
  return { address, user, port, path };
}

type Path = (text: string) => string;

function keysOf(ssh: SshSettings, configured: Configured, path: Path): Partial<EffectiveSsh> {
  const files = (configured.values.get('IdentityFile') ?? []).map(({ words }) => words.join(' '));
  const identities = files.filter((file) => file !== 'none').map(path);
  const only = isYes(configuredText(configured, 'IdentitiesOnly'));
  return {
    ...(ssh.identity === undefined && files.length > 0 && { identities }),
    ...(ssh.identity === undefined && only && { identitiesOnly: true }),
    ...agentOf(ssh, configuredText(configured, 'IdentityAgent'), path),
  };
}

function agentOf(ssh: SshSettings, value: string | undefined, path: Path): Partial<EffectiveSsh> {
  if (value === undefined || value === 'SSH_AUTH_SOCK' || !ssh.agent) return {};
  if (value === 'none') return isSet(ssh, 'agent') ? {} : { agent: false };
  return { agentSocket: path(value.replace(/^\$(\w+)$/, '${$1}')) };
}

function knownHostsOf(ssh: SshSettings, configured: Configured, path: Path): Partial<EffectiveSsh> {
  const filesOf = (keyword: string) =>
    (configured.values.get(keyword)?.[0]?.words ?? []).filter((file) => !isNoFile(file)).map(path);
  const [first, ...rest] = isSet(ssh, 'known_hosts') ? [] : filesOf('UserKnownHostsFile');
  const more = [...rest, ...filesOf('GlobalKnownHostsFile')];
  const alias = configuredText(configured, 'HostKeyAlias');
  return {
    ...(first !== undefined && { knownHosts: first }),
    ...(more.length > 0 && { moreKnownHosts: more }),
    ...(alias !== undefined && { hostKeyAlias: alias.toLowerCase() }),
  };
}

function algorithmsOf(configured: Configured): Partial<EffectiveSsh> {
  const offered = (keyword: AlgorithmKeyword) => {
    const value = configuredText(configured, keyword);
    const list = value === undefined ? [] : selectAlgorithms(keyword, value).offered;
    return list.length === 0 ? undefined : list;
  };
  const hostKeyAlgorithms = offered('HostKeyAlgorithms');
  const [kex, cipher, hmac] = [offered('KexAlgorithms'), offered('Ciphers'), offered('MACs')];
  const algorithms = { ...(kex && { kex }), ...(cipher && { cipher }), ...(hmac && { hmac }) };
  return {
    ...(hostKeyAlgorithms && { hostKeyAlgorithms }),
    ...(Object.keys(algorithms).length > 0 && { algorithms }),
  };
}

function timesOf(ssh: SshSettings, configured: Configured): Partial<EffectiveSsh> {
  const timeout = durationOf(configuredText(configured, 'ConnectTimeout'));
  const interval = durationOf(configuredText(configured, 'ServerAliveInterval'));
  const count = Number(configuredText(configured, 'ServerAliveCountMax') ?? 0);
  return {
    ...(!isSet(ssh, 'connect_timeout') && timeout !== undefined && { connectTimeoutMs: timeout }),
    ...(interval !== undefined && { keepaliveMs: interval }),
    ...(count > 0 && { keepaliveCount: count }),
  };
}

/** `jump` of the inventory also replaces ProxyJump if it is empty. */
function jumpOf(ssh: SshSettings, configured: Configured): { readonly jump?: readonly JumpHost[] } {
  const value = configuredText(configured, 'ProxyJump');
  return ssh.jump !== undefined || value === undefined || value === 'none'
    ? {}
    : { jump: parseJump(value) ?? [] };
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Reads a time such as `90`, `90s` or `1m30s`. Undefined for 0 and for other text. */
function durationOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^(\d+[smhdw]?)+$/i.test(text)) return undefined;
  const parts = [...text.toLowerCase().matchAll(/(\d+)([smhdw]?)/g)];
  const seconds = parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit || 's'] ?? 1),
    0,
  );
  return seconds > 0 ? seconds * SECOND : undefined;
}

function isYes(value: string | undefined): boolean {
  return value !== undefined && /^(yes|true)$/i.test(value);
}
