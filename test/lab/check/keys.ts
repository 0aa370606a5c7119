import { createHash, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabHost } from '../hosts.ts';
import { paths } from '../paths.ts';
import { runOnHost } from './query.ts';
import { type Finding, finding } from './finding.ts';
import type { FoundKey } from './find-keys.ts';

/**
 * Checks that the disks of each host contain its own private keys, and neither the key of another host nor that of the
 * CA.
 */
export async function checkKeys(hosts: readonly LabHost[]): Promise<readonly Finding[]> {
  const found = new Map<string, readonly FoundKey[]>();
  // One host after another, because each search reads a whole disk and the hosts share this machine's disks.
  for (const { name } of hosts)
    found.set(name, JSON.parse(await runOnHost(name, 'find-keys.ts', '')) as FoundKey[]);
  return judgeKeys(found, keyOwners());
}

/** Certificate names (db1, manager1-db-client, ca, …) by the digest of their public key. */
function keyOwners(): ReadonlyMap<string, string> {
  const certificates = readdirSync(paths.certificates).filter((file) => file.endsWith('.crt'));
  return new Map(
    certificates.map((file) => {
      const { publicKey } = new X509Certificate(readFileSync(join(paths.certificates, file)));
      const digest = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' }));
      return [digest.digest('hex'), file.replace(/\.crt$/, '')];
    }),
  );
}

/**
 * A key without a certificate of the lab was generated on the host. It is the host's own, unless another host has it
 * too.
 */
export function judgeKeys(
  found: ReadonlyMap<string, readonly FoundKey[]>,
  owners: ReadonlyMap<string, string>,
): readonly Finding[] {
  const holders = (key: string) =>
    [...found].filter(([, keys]) => keys.some((k) => k.key === key)).map(([host]) => host);
  return [...found].map(([host, keys]) => {
    const named = keys.map(({ path, key }) => ({
      path,
      owner: owners.get(key) ?? holders(key).join(' and '),
    }));
    const others = named.filter(({ owner }) => owner !== host && !owner.startsWith(`${host}-`));
    const own = keys.some(({ key }) => owners.get(key) === host);
    const seen = (others.length > 0 ? others : named)
      .map(({ path, owner }) => `${path} (${owner})`)
      .join('; ');
    const what = `${host} holds its own private key and no other host's`;
    return finding(what, others.length === 0 && own, seen || 'no private key at all');
  });
}
