import { createHash, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabHost } from '../hosts.ts';
import { paths } from '../paths.ts';
import { runOnHost } from './ask.ts';
import { type Finding, finding } from './finding.ts';
import type { FoundKey } from './walk.ts';

/** Every host's disks hold the private keys made for it, and no other: not a neighbour's, not the authority's. */
export async function checkKeys(hosts: readonly LabHost[]): Promise<readonly Finding[]> {
  const owners = keyOwners();
  const findings: Finding[] = [];
  // One after another: each is a walk through a whole disk, and the machine has few of them.
  for (const { name } of hosts) {
    findings.push(judgeKeys(name, JSON.parse(await runOnHost(name, 'walk.ts', '')) as FoundKey[], owners));
  }
  return findings;
}

/** From the digest of a public key to the certificate's name: db1, manager1-db-client, ca, … */
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

export function judgeKeys(
  host: string,
  found: readonly FoundKey[],
  owners: ReadonlyMap<string, string>,
): Finding {
  const named = found.map(({ path, key }) => ({ path, owner: owners.get(key) ?? 'nobody known' }));
  const own = named.filter(({ owner }) => owner === host || owner.startsWith(`${host}-`));
  const others = named.filter((key) => !own.includes(key));
  const seen =
    (others.length > 0 ? others : own).map(({ path, owner }) => `${path} (${owner})`).join('; ') ||
    'no private key at all';
  return finding(
    `${host} holds only its own private keys`,
    others.length === 0 && own.some(({ owner }) => owner === host),
    seen,
  );
}
