import { ConnectError } from '../../../errors/errors.ts';
import type { Host, SshKey, SshSettings } from '../../../model/cluster.ts';
import { jumpText } from '../../../model/host/jump-hosts.ts';
import type { JumpHost } from '../../../model/host/jump-hosts.ts';
import { clientReasons } from './client/client-reasons.ts';
import type { ClientReason } from './client/client-reasons.ts';
import { forOpenSsh } from './client/for-openssh.ts';
import type { OpenSshHost } from './client/for-openssh.ts';
import { configuredText } from './configured.ts';
import type { Configured } from './configured.ts';
import { basicsOf, effectiveHost, isSet, targetOf } from './effective.ts';
import type { EffectiveHost, Place } from './effective.ts';
import { overridden } from './overridden.ts';
import type { Note } from './overridden.ts';
import type { ReadSshConfig } from './source.ts';

/** How a host is reached. */
export interface Route {
  readonly host: EffectiveHost;
  /** The bastions on the way, from the nearest to this machine. */
  readonly bastions: readonly EffectiveHost[];
  /** The way as the OpenSSH client takes it. */
  readonly openSsh: OpenSshWay;
  /** True if the inventory names the bastions, or that there is none. */
  readonly isRouted: boolean;
  readonly configured: Configured;
  /** The command of ssh_config through which the host is reached. */
  readonly proxyCommand?: string;
  /** The bastions and what ssh_config sets for each, from the nearest to this machine. */
  readonly hops: readonly Bastion[];
  /** Settings of ssh_config that have no effect, for the host and its bastions. */
  readonly overridden: readonly Note[];
  readonly clientReasons: readonly ClientReason[];
}

export interface OpenSshWay {
  readonly host: OpenSshHost;
  readonly bastions: readonly OpenSshHost[];
}

interface Surroundings {
  readonly read: ReadSshConfig;
  readonly place: Place;
}

/** A way through more bastions is a loop. */
const MOST_BASTIONS = 8;

/** Returns the effective settings of a host and of the bastions on the way to it. */
export async function routeTo(host: Host, { read, place }: Surroundings): Promise<Route> {
  const configured = await read(targetOf(host));
  const effective = effectiveHost(host, configured, place);
  const isRouted = host.ssh.jump !== undefined;
  const way = await bastionsOf(effective, { host, isRouted, surroundings: { read, place } });
  const jump = way.bastions.map((one) => asJumpHost(one.host));
  const named = forOpenSsh(host, effective, configured);
  const isDirect = isRouted && jump.length === 0;
  return {
    host: jump.length === 0 ? effective : { ...effective, ssh: { ...effective.ssh, jump } },
    bastions: chained(way.bastions.map((one) => one.host)),
    openSsh: {
      host: {
        ...named,
        // ssh itself finds the bastions of ssh_config, in a command that the operator types.
        ssh: { ...named.ssh, jump: isRouted ? jump : [] },
        overrides: { ...named.overrides, ...(isDirect && { ProxyCommand: 'none' }) },
      },
      bastions: chained(way.bastions.map((one) => forOpenSsh(one.asked, one.host, one.configured))),
    },
    isRouted,
    configured,
    ...(isRouted ? {} : proxyCommandOf(host, configured, place)),
    hops: way.bastions,
    overridden: [...overridden(configured), ...way.overridden],
    clientReasons: [...clientReasons(configured, isRouted), ...way.clientReasons],
  };
}

interface Way extends Pick<Route, 'overridden' | 'clientReasons'> {
  /** From the nearest to this machine. */
  readonly bastions: readonly Bastion[];
}

interface Traveler {
  /** The member at the end of the way. */
  readonly host: Host;
  /** True if the inventory names the bastions. */
  readonly isRouted: boolean;
  readonly surroundings: Surroundings;
}

/** Resolves the bastions of a host. The nearest may have bastions of its own in ssh_config. */
async function bastionsOf({ ssh }: EffectiveHost, traveler: Traveler, depth = 0): Promise<Way> {
  const hops = ssh.jump ?? [];
  if (depth + hops.length > MOST_BASTIONS) throw loop(traveler.host, hops);
  const resolved = await Promise.all(hops.map((hop, index) => bastion(hop, index, traveler)));
  const [nearest] = resolved;
  const before = nearest ? await bastionsOf(nearest.host, traveler, depth + hops.length) : NO_WAY;
  return {
    bastions: [...before.bastions, ...resolved],
    overridden: [...before.overridden, ...resolved.flatMap((one) => overridden(one.configured))],
    clientReasons: [
      ...before.clientReasons,
      ...resolved.flatMap((one, index) => clientReasons(one.configured, index > 0)),
    ],
  };
}

const NO_WAY: Way = { bastions: [], overridden: [], clientReasons: [] };

interface Bastion {
  /** The bastion before the settings of ssh_config. */
  readonly asked: Host;
  readonly host: EffectiveHost;
  readonly configured: Configured;
  readonly proxyCommand?: string;
}

/** Expands a ProxyCommand as ssh does. */
function proxyCommandOf(
  host: Host,
  configured: Configured,
  place: Place,
): { readonly proxyCommand?: string } {
  const command = configuredText(configured, 'ProxyCommand');
  if (command === undefined || command === 'none') return {};
  return { proxyCommand: basicsOf(host, configured, place).path(command) };
}

async function bastion(hop: JumpHost, index: number, traveler: Traveler): Promise<Bastion> {
  const { host, isRouted } = traveler;
  const { read, place } = traveler.surroundings;
  const asked = {
    ...host,
    name: `bastion ${jumpText(hop)}`,
    address: hop.address,
    ssh: settingsOf(hop, index, traveler),
  };
  const configured = await read(targetOf(asked));
  const user = isRouted && isSet(host.ssh, 'user') ? { defaultUser: host.ssh.user } : {};
  const around = { ...place, ...user };
  return {
    ...{ asked, configured, host: effectiveHost(asked, configured, around) },
    ...(index === 0 && proxyCommandOf(asked, configured, around)),
  };
}

/**
 * The settings of a bastion before those of ssh_config. It gets no password of the host. It gets the host's key if the
 * inventory names the bastion.
 */
function settingsOf(hop: JumpHost, index: number, { host: { ssh }, isRouted }: Traveler): SshSettings {
  const identity = hop.identity ?? (isRouted ? ssh.identity : undefined);
  const inherited = (ssh.defaults ?? []).filter((key) => key === 'known_hosts' || key === 'connect_timeout');
  const defaults: readonly SshKey[] = [
    ...inherited,
    ...(hop.user === undefined ? ['user' as const] : []),
    ...(hop.port === undefined ? ['port' as const] : []),
    ...(identity === undefined ? ['agent' as const] : []),
  ];
  return {
    defaults,
    user: hop.user ?? '',
    port: hop.port ?? 22,
    ...(identity !== undefined && { identity }),
    agent: identity === undefined || ssh.agent,
    become: false,
    knownHosts: ssh.knownHosts,
    connectTimeoutMs: ssh.connectTimeoutMs,
    // Only the nearest bastion may have bastions of its own.
    ...(index > 0 && { jump: [] }),
  };
}

/** Records in each bastion the bastions before it. */
function chained<H extends EffectiveHost>(bastions: readonly H[]): readonly H[] {
  return bastions.map((one, index) => ({
    ...one,
    ssh: { ...one.ssh, jump: bastions.slice(0, index).map(asJumpHost) },
  }));
}

function asJumpHost({ address, ssh }: Pick<Host, 'address' | 'ssh'>): JumpHost {
  return { address, user: ssh.user, port: ssh.port };
}

function loop(host: Host, hops: readonly JumpHost[]): ConnectError {
  return new ConnectError([
    {
      where: host.name,
      what: `more than ${MOST_BASTIONS} bastions on the way, the last of them ${hops.map(jumpText).join(',')}`,
      why: 'ProxyJump of ssh_config also applies to the bastions, which may name each other',
      next: 'set ProxyJump none for the bastion in ssh_config',
    },
  ]);
}
