import { reasonsOfFiles } from '../../../openssh/needed/reasons.ts';
import type { Host } from '../../../../model/cluster.ts';
import { NOTHING_CONFIGURED } from '../configured.ts';
import { routeTo } from '../route.ts';
import type { Route } from '../route.ts';
import { sshConfig } from '../source.ts';
import { hostKeys } from '../../connect/host-keys.ts';
import type { HostKeys } from '../../connect/host-keys.ts';
import { keyOf } from '../../connect/bastions.ts';
import type { SshOptions } from '../../connect/options.ts';

/** The client of a host, and why. */
export interface SelectedClient {
  readonly name: 'ssh2' | 'openssh';
  /** `auto`: `ssh.client` is `auto`. `inventory`: it names the client. */
  readonly by: 'inventory' | 'auto' | 'default';
  /** Settings and files for which `auto` selects the OpenSSH client. */
  readonly reasons: readonly string[];
}

/** A way to a host, and the client for it. */
export interface SelectedRoute extends Route {
  readonly client: SelectedClient;
}

/** Returns a function that finds the way to a host, and the client for it. Contacts no host. */
export function routeSelector(
  options: SshOptions,
  keys: Pick<HostKeys, 'authorityOf'> = hostKeys(options),
): (host: Host) => Promise<SelectedRoute> {
  const { sshConfig: source } = options;
  const read = source ? sshConfig(source) : async () => NOTHING_CONFIGURED;
  const place = source ?? { home: '', env: {}, localUser: '' };
  const routeOf = (host: Host) => routeTo(host, { read, place });
  const select = clientSelector({ options, keys, routeOf });
  return async (host) => {
    const route = await routeOf(host);
    return { ...route, client: await select(host, route) };
  };
}

interface Finding {
  readonly options: SshOptions;
  readonly keys: Pick<HostKeys, 'authorityOf'>;
  readonly routeOf: (host: Host) => Promise<Route>;
}

/**
 * Returns a function that selects the client of a host. With `auto`, hosts behind one bastion have the same client, so
 * that they share its connection: if one of them needs the OpenSSH client, all use it.
 */
function clientSelector(finding: Finding): (host: Host, route: Route) => Promise<SelectedClient> {
  let sharing: Promise<ReadonlyMap<string, string>> | undefined;
  return async ({ name, ssh }, route) => {
    if (ssh.client !== 'auto')
      return { name: ssh.client ?? 'ssh2', by: ssh.client ? 'inventory' : 'default', reasons: [] };
    const own = await openSshReasons(route, finding);
    const [nearest] = route.bastions;
    if (own.length > 0 || !nearest) return selected(own);
    sharing ??= hostsOnOpenSsh(finding);
    const other = (await sharing).get(keyOf([nearest]));
    const isOther = other !== undefined && other !== name;
    return selected(isOther ? [`${nearest.name}, whose connection it shares with ${other}`] : []);
  };
}

function selected(reasons: readonly string[]): SelectedClient {
  return { name: reasons.length > 0 ? 'openssh' : 'ssh2', by: 'auto', reasons };
}

/** By nearest bastion, the first host behind it that uses the OpenSSH client by itself. */
async function hostsOnOpenSsh(finding: Finding): Promise<ReadonlyMap<string, string>> {
  const hosts = finding.options.hosts ?? [];
  const found = await Promise.all(hosts.map((host) => bastionOnOpenSsh(host, finding)));
  return new Map(found.toReversed().flatMap((one) => (one ? [one] : [])));
}

async function bastionOnOpenSsh(
  host: Host,
  finding: Finding,
): Promise<readonly [bastion: string, host: string] | undefined> {
  const { client } = host.ssh;
  if (client !== 'auto' && client !== 'openssh') return undefined;
  // The error of a host is reported when that host is connected.
  const route = await finding.routeOf(host).catch(() => undefined);
  const nearest = route?.bastions[0];
  if (!route || !nearest) return undefined;
  const isNeeded = client === 'openssh' || (await openSshReasons(route, finding)).length > 0;
  return isNeeded ? [keyOf([nearest]), host.name] : undefined;
}

/** Returns what a host itself needs the OpenSSH client for: settings of ssh_config, keys, and known_hosts. */
async function openSshReasons(
  { host, bastions, clientReasons }: Route,
  { options, keys }: Finding,
): Promise<readonly string[]> {
  const sources = { ...options, authorityOf: keys.authorityOf };
  const settings = clientReasons.filter(({ weight }) => weight !== 'optional');
  const ofFiles = await Promise.all([...bastions, host].map((one) => reasonsOfFiles(one, sources)));
  const ofSettings = settings.map(
    ({ keyword, at }) => `${keyword} of ssh_config${at === undefined ? '' : ` (${at})`}`,
  );
  return [...new Set([...ofSettings, ...ofFiles.flat()])];
}
