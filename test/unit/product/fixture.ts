import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readAs } from '../../lab/product/config/load.ts';
import { setGlobals } from '../../lab/product/config/globals.ts';
import { deepMerge, type Tree } from '../../lab/product/config/merge.ts';
import type { Settings } from '../../lab/product/config/settings.ts';
import { releaseOf } from '../../lab/product/releases.ts';
import type { Machine } from '../../lab/product/validate/machine.ts';
import { validate } from '../../lab/product/validate/validate.ts';

const defaults = join(import.meta.dirname, '../../lab/product/defaults');

/** Returns the shipped defaults with these changes, as the product validates them. */
export const settingsOf = (...changes: readonly Tree[]): Settings => settingsAs('7.0.4', ...changes);

/** Returns the settings of another release. Releases without addresses in the configuration get them like flags. */
export function settingsAs(version: string, ...changes: readonly Tree[]): Settings {
  const release = releaseOf(version);
  const tree = parse(readFileSync(join(defaults, `${release.series}.yaml`), 'utf8')) as Tree;
  for (const change of changes) deepMerge(tree, structuredClone(change));
  tree['config_files'] = ['/etc/cloudify/config.yaml'];
  const settings = readAs(release, tree);
  if (!release.addressKeys) Object.assign(settings.manager, address);
  setGlobals(settings);
  return settings;
}

export const machine: Machine = {
  addresses: () => ['127.0.0.1', '192.0.2.1'],
  environment: () => '/usr/sbin:/usr/bin:/sbin:/bin',
  memoryMb: () => 8000,
  freeDiskGb: () => 50,
  distribution: () => ({ id: 'debian', version: '12' }),
  opensslVersion: async () => '3.0.11',
  mayUseSudo: async () => true,
};

/** Returns the text that the product would print after `ERROR - `; undefined if it accepts the settings. */
export async function refusal(settings: Settings, host: Machine = machine): Promise<string | undefined> {
  try {
    await validate(settings, host);
    return undefined;
  } catch (error) {
    const { type, message } = error as { type?: string; message: string };
    return `${type ?? 'Error'}: ${message}`;
  }
}

export const address = { private_ip: '192.0.2.1', public_ip: '192.0.2.1' };

export const database = (files: { cert: string; key: string; ca: string }): Tree => ({
  manager: address,
  postgresql_server: {
    postgres_password: 'p',
    cert_path: files.cert,
    key_path: files.key,
    ca_path: files.ca,
    cluster: {
      nodes: { a: { ip: '192.0.2.1' }, b: { ip: '192.0.2.2' }, c: { ip: '192.0.2.3' } },
      etcd: { cluster_token: 't', root_password: 'r', patroni_password: 'p' },
      patroni: { rest_password: 'r' },
      postgres: { replicator_password: 'r' },
    },
  },
  services_to_install: ['database_service', 'monitoring_service'],
});

export const managerNode = (files: { cert: string; key: string; ca: string }): Tree => ({
  manager: { ...address, hostname: 'manager1', security: { admin_password: 'a' } },
  rabbitmq: { ca_path: files.ca, cluster_members: { rabbit1: { networks: { default: '192.0.2.11' } } } },
  postgresql_server: {
    ca_path: files.ca,
    cluster: { nodes: { a: { ip: '192.0.2.2' }, b: { ip: '192.0.2.3' } } },
  },
  postgresql_client: { server_password: 's' },
  ssl_inputs: { ca_cert_path: files.ca, internal_cert_path: files.cert, internal_key_path: files.key },
  services_to_install: ['manager_service', 'monitoring_service'],
});
