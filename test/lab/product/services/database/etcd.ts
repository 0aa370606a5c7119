import { appendFileSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { bootstrapError } from '../../base/failure.ts';
import { makeDirectory, write } from '../../base/files.ts';
import { getLog } from '../../base/log.ts';
import { databasePaths as at } from '../../base/paths.ts';
import { inUrl } from '../../base/request.ts';
import { installUnit, restart } from '../../base/systemd.ts';
import { run } from '../../base/run.ts';
import { databaseAddresses, identifier } from '../../config/members.ts';
import { requireText } from '../../config/text.ts';
import type { Settings } from '../../config/settings.ts';
import { HIDDEN_ETCD_PORT, installEtcdInterface, isEtcd33, WANTS_INTERFACE } from './etcdInterface.ts';

const log = getLog('postgresql_server');

/** Address of this node in the list of nodes. */
export async function ownMember(settings: Settings): Promise<string> {
  const { private_ip: own, public_ip: other } = settings.manager;
  const names = databaseAddresses(settings);
  // The first builds did not check this. A node that is not a member fails when etcd starts.
  if (settings.release.databaseNodes === 'list') return own;
  for (const address of [own, other]) if (names.includes(address)) return address;
  for (const name of names) {
    const { address } = await lookup(name).catch(() => ({ address: '' }));
    if (address === own || address === other) return name;
  }
  throw bootstrapError(
    'Could not match this node with any cluster node members. No members matched or could be resolved to public IP ' +
      `${other} or private IP ${own}. Members were: [${names.map((n) => `'${n}'`).join(', ')}].`,
  );
}

export async function configureEtcd(settings: Settings): Promise<void> {
  log.info('Configuring etcd');
  const member = await ownMember(settings);
  write(at.etcdConfig, etcdConfig(settings, member), { owner: 'etcd', mode: 0o440 });
  makeDirectory(at.etcdData, { owner: 'etcd', mode: 0o700 });
  const behind = isEtcd33(settings);
  if (behind) await installEtcdInterface(settings);
  await installUnit('etcd', {
    description: 'etcd of the Cloudify database cluster',
    user: 'etcd',
    command: '/usr/bin/etcd --enable-v2=true --peer-client-cert-auth=false --client-cert-auth=false',
    unit: behind ? [WANTS_INTERFACE] : [],
    service: [`EnvironmentFile=${at.etcdConfig}`, `WorkingDirectory=${at.etcdData}`],
  });
}

export function etcdConfig(settings: Settings, member: string): string {
  const own = inUrl(settings.manager.private_ip);
  const token = requireText(settings.postgresql_server.cluster.etcd.cluster_token, 'replace');
  const nodes = databaseAddresses(settings);
  const values = {
    LISTEN_PEER_URLS: `https://${own}:2380`,
    LISTEN_CLIENT_URLS: isEtcd33(settings)
      ? `http://127.0.0.1:${HIDDEN_ETCD_PORT}`
      : `https://localhost:2379,https://${own}:2379`,
    INITIAL_ADVERTISE_PEER_URLS: `https://${own}:2380`,
    INITIAL_CLUSTER: nodes.map((ip) => `etcd${identifier(ip)}=https://${inUrl(ip)}:2380`).join(','),
    ADVERTISE_CLIENT_URLS: `https://${own}:2379`,
    INITIAL_CLUSTER_TOKEN: token.replace(/'/g, '"').replace(/\\/g, '/'),
    INITIAL_CLUSTER_STATE: 'new',
    DATA_DIR: at.etcdData,
    PEER_CERT_FILE: at.etcdCert,
    PEER_KEY_FILE: at.etcdKey,
    PEER_TRUSTED_CA_FILE: at.etcdCa,
    CERT_FILE: at.etcdCert,
    KEY_FILE: at.etcdKey,
    NAME: `etcd${identifier(member)}`,
  };
  return Object.entries(values)
    .map(([key, value]) => `ETCD_${key}='${value}'\n`)
    .join('');
}

/** Starts etcd. On the first node etcd has no quorum yet, which is not a failure. */
export async function startEtcd(): Promise<void> {
  log.info('Starting etcd');
  await run(['systemctl', 'start', 'etcd'], { ignoreFailures: true });
  log.info('etcd has started');
}

/** Discards the data of this member and joins it to the existing cluster, as the product does. */
export async function rejoinEmpty(): Promise<void> {
  appendFileSync(at.etcdConfig, "ETCD_INITIAL_CLUSTER_STATE='existing'\n");
  await run(['systemctl', 'stop', 'etcd'], { ignoreFailures: true });
  await run(['find', at.etcdData, '-mindepth', '1', '-delete']);
  await restart('etcd');
}
