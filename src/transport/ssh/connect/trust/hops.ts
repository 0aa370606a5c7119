import type { EffectiveHost } from '../../config/effective.ts';
import type { Route } from '../../config/route.ts';

/** A host or a bastion, and the bastions before it. */
export type Stop = Pick<Route, 'host' | 'bastions'>;

/** Returns the bastions of all ways by hop, each once. */
export function bastionsOf(ways: readonly Stop[]): readonly (readonly Stop[])[] {
  const hops: Stop[][] = [];
  const seen = new Set<string>();
  for (const { bastions } of ways)
    for (const [hop, host] of bastions.entries()) {
      if (seen.has(identityOf(host))) continue;
      seen.add(identityOf(host));
      (hops[hop] ??= []).push({ host, bastions: bastions.slice(0, hop) });
    }
  return hops.map((stops) => stops ?? []);
}

/** Identifies the line of known_hosts: accounts do not matter. */
export function identityOf({ address, ssh }: EffectiveHost): string {
  return JSON.stringify([ssh.hostKeyAlias ?? address, ssh.port, ssh.knownHosts]);
}
