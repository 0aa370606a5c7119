import { existsSync, writeFileSync } from 'node:fs';
import { loadInventory } from '../../src/inventory/load.ts';
import { loadMaterial } from '../../src/material/load.ts';
import type { SecretName } from '../../src/model/material.ts';
import { hostsOf, tenHosts } from './hosts.ts';
import { paths } from './paths.ts';
import { buildPackage } from './product/build.ts';
import { must } from './shell.ts';
import type { Say } from './shell.ts';

/** The release of the stand-in that the lab's inventory installs. */
const RELEASE = '7.0.4';

/** Creates the inventory of the ten hosts with its certificates and secrets, once, with `quorate init`. */
export async function ensureCluster(say: Say): Promise<void> {
  if (!existsSync(paths.license)) writeFileSync(paths.license, license, { mode: 0o600 });
  const installer = await buildPackage(RELEASE);
  if (existsSync(paths.inventory)) return;
  say('quorate init: creating an inventory with certificates and secrets …');
  const named = (role: Parameters<typeof hostsOf>[0]) =>
    hostsOf(role, tenHosts)
      .map((host) => `${host.name}=${host.address}`)
      .join(',');
  const flags = {
    databases: named('database'),
    brokers: named('broker'),
    managers: named('manager'),
    'load-balancers': named('load_balancer'),
    name: 'lab',
    user: 'operator',
    identity: paths.key,
    'known-hosts': paths.knownHosts,
    package: installer,
    license: paths.license,
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  await must([process.execPath, '--import', 'tsx', 'src/cli/quorate.ts', 'init', paths.cluster, ...args]);
}

/** The lab's secrets by name, decrypted with the identity in the same directory. */
export async function labSecrets(): Promise<Readonly<Partial<Record<SecretName, string>>>> {
  const inventory = await loadInventory(paths.inventory, {});
  const { material } = await loadMaterial(inventory, { env: {}, now: Date.now() });
  return Object.fromEntries(
    Object.entries(material.secrets).flatMap(([name, secret]) => (secret ? [[name, secret.reveal()]] : [])),
  );
}

const license = `# A stand-in for the product's license file: the lab's managers accept any license file.
license:
  capabilities: [HA, Agents]
  cloudify_version: null
  customer_id: quorate-lab
  expiration_date: 12/31/2099
  license_edition: premium
  trial: false
signature: !!binary |
  bGFi
`;
