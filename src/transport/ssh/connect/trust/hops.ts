import type { EffectiveHost } from '../../config/effective.ts';
import type { ClientRoute } from '../connect.ts';

/** A host or a bastion, and the bastions before it. */
export interface Stop extends Pick<
  ClientRoute,
  'host' | 'bastions' | 'openSsh' | 'proxyCommand' | 'isOpenSsh'
> {
  readonly isBastion?: true;
}

/** Returns the bastions of all ways by hop, each once. */
export function bastionsOf(ways: readonly ClientRoute[]): readonly (readonly Stop[])[] {
  const hops: Stop[][] = [];
  const seen = new Set<string>();
  for (const way of ways)
    for (const [hop, host] of way.bastions.entries()) {
      if (seen.has(identityOf(host))) continue;
      seen.add(identityOf(host));
      (hops[hop] ??= []).push(bastionStop(way, hop, host));
    }
  return hops.map((stops) => stops ?? []);
}

function bastionStop(
  { isOpenSsh, bastions, openSsh, hops }: ClientRoute,
  hop: number,
  host: EffectiveHost,
): Stop {
  const { proxyCommand } = hops[hop] ?? {};
  return {
    ...{ host, isOpenSsh, bastions: bastions.slice(0, hop), isBastion: true },
    openSsh: { host: openSsh.bastions[hop] ?? openSsh.host, bastions: openSsh.bastions.slice(0, hop) },
    ...(proxyCommand !== undefined && { proxyCommand }),
  };
}

/** Identifies the line of known_hosts: accounts do not matter. */
export function identityOf({ address, ssh }: EffectiveHost): string {
  return JSON.stringify([ssh.hostKeyAlias ?? address, ssh.port, ssh.knownHosts]);
}
