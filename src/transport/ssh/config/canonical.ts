import { isIP } from 'node:net';
import { configuredText } from './configured.ts';
import type { Configured } from './configured.ts';

/** True if the name server has this name. */
export type Resolves = (name: string) => Promise<boolean>;

/** True if CanonicalizeHostname is set, so that OpenSSH reads its files twice. */
export function canonicalizes(configured: Configured): boolean {
  return !['no', 'false', undefined].includes(
    configuredText(configured, 'CanonicalizeHostname')?.toLowerCase(),
  );
}

/**
 * Returns the canonical name of a host: the first of CanonicalDomains that completes it to a name that resolves.
 * CNAMEs are not followed.
 */
export async function canonicalName(
  name: string,
  configured: Configured,
  resolves: Resolves,
): Promise<string> {
  if (!isCompleted(name, configured)) return name;
  for (const domain of configured.values.get('CanonicalDomains')?.[0]?.words ?? []) {
    const full = `${name}.${domain}`;
    if (await resolves(full)) return full;
  }
  return name;
}

/** True if the name has few dots and, unless CanonicalizeHostname is `always`, the host is connected directly. */
function isCompleted(name: string, configured: Configured): boolean {
  const always = configuredText(configured, 'CanonicalizeHostname')?.toLowerCase() === 'always';
  const proxied = ['ProxyJump', 'ProxyCommand'].some((keyword) => configured.values.has(keyword));
  const mostDots = Number(configuredText(configured, 'CanonicalizeMaxDots') ?? 1);
  const dots = name.split('.').length - 1;
  return canonicalizes(configured) && isIP(name) === 0 && (always || !proxied) && dots <= mostDots;
}
