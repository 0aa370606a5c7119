import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ensureCluster } from './cluster.ts';
import { externalAccounts } from './external.ts';
import { externalHosts, hostsOf, type LabHost, tenHosts } from './hosts.ts';
import { paths } from './paths.ts';
import { buildPackage } from './product/build.ts';
import { must, type Say, sayOnStderr } from './shell.ts';

/** A layout other than the ten hosts of the current release. It uses their certificates and passwords. */
export interface Layout {
  /** Name of its directory. */
  readonly name: string;
  /** Release of the stand-in to install. */
  readonly version?: string;
  readonly hosts?: readonly LabHost[];
  /** Use the lab's external database and broker (`upExternal`). `hosts` then need not contain any. */
  readonly external?: boolean | 'behind a gateway';
  readonly sslClientVerification?: boolean;
  /** Accept fewer hosts of a role than the minimum, with a warning. */
  readonly belowMinimum?: boolean;
}

/**
 * Rewrites `.lab/layouts/<name>/inventory.yaml` and creates the package, and the client certificates if needed. Call
 * `reset` first if the deploy needs empty hosts.
 * @returns the path of the inventory
 */
export async function ensureLayout(layout: Layout, say: Say = sayOnStderr): Promise<string> {
  await ensureCluster(say);
  const directory = join(paths.layouts, layout.name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'inventory.yaml');
  const base = parse(readFileSync(paths.inventory, 'utf8')) as Inventory;
  const version = layout.version ?? base.cloudify.version;
  const cloudify = { ...base.cloudify, version, package: await buildPackage(version) };
  const inventory = { ...base, ...shared, cloudify, ...roles(layout), ...options(layout) };
  writeFileSync(file, stringify(inventory), { mode: 0o600 });
  if (layout.sslClientVerification ?? false)
    await must([process.execPath, '--import', 'tsx', 'src/cli/quorate.ts', 'certificates', 'issue', file]);
  return file;
}

interface Inventory {
  readonly cloudify: { readonly version: string };
}

const shared = {
  tls: { directory: paths.certificates },
  secrets: { file: join(paths.cluster, 'secrets.age'), identity: join(paths.cluster, 'identity.txt') },
};

function roles({ hosts = tenHosts, external = false }: Layout): object {
  const named = (role: LabHost['role']) => ({
    hosts: hostsOf(role, hosts).map(({ name, address }) => ({ name, address })),
  });
  return {
    databases: external ? externalDatabase(external === 'behind a gateway') : named('database'),
    brokers: external ? externalBrokers() : named('broker'),
    managers: named('manager'),
    load_balancers: hostsOf('load_balancer', hosts).length > 0 ? named('load_balancer') : undefined,
  };
}

function externalDatabase(gateway: boolean): object {
  const [{ name, address }] = hostsOf('database', externalHosts) as [LabHost];
  const users = gateway
    ? { user: `${externalAccounts.database}@${name}`, cloudify_user: `cloudify@${name}` }
    : { user: externalAccounts.database };
  return { external: { address, ca: paths.externalCa(name), ...users } };
}

function externalBrokers(): object {
  const hosts = hostsOf('broker', externalHosts);
  const ca = paths.externalCa(hosts[0]?.name ?? '');
  const members = hosts.map(({ name, address }) => ({ name, address }));
  return { user: externalAccounts.broker, external: { ca, hosts: members } };
}

const options = ({ sslClientVerification = false, belowMinimum = false }: Layout): object => ({
  ...(sslClientVerification ? { ssl_client_verification: true } : {}),
  ...(belowMinimum ? { topology: { below_minimum: 'accept' } } : {}),
});
