import { Exit } from '../../base/failure.ts';
import { getLog } from '../../base/log.ts';
import { request } from '../../base/request.ts';
import { restart } from '../../base/systemd.ts';
import { productTable } from '../../base/table.ts';
import { readFileSync } from 'node:fs';
import { hasDatabaseCluster } from '../../config/members.ts';
import { wants, type Settings } from '../../config/settings.ts';
import {
  checkRemovable,
  managementError,
  reinitialize,
  removeFromEtcd,
  setMaster,
} from '../../services/database/change.ts';
import { clusterAddresses, clusterCa, clusterStatus } from '../../services/database/cluster.ts';
import { degraded, healthy, statusRow } from '../../services/database/status.ts';
import { databaseLogin } from '../../services/manager/access.ts';
import { readRestConfig, saveRestConfig } from '../../services/manager/restConfig.ts';
import { withClient } from '../../services/sql.ts';
import type { Parsed } from '../arguments.ts';
import { prepare, requireConfigured, requireOneOf } from './context.ts';

const log = getLog('Main');

type Act = (settings: Settings, address: string) => Promise<void>;

export async function dbsList(parsed: Parsed): Promise<void> {
  await onCluster(parsed, 'db_cluster_list', async (settings) => {
    const { code, nodes } = await clusterStatus(settings);
    if (code === healthy) log.info('DB cluster is healthy.');
    else if (code === degraded) log.warning('DB cluster is unhealthy.');
    else log.error('DB cluster is down.');
    const columns = ['node_ip', 'state', 'alive', 'etcd_state', 'errors'];
    process.stdout.write(`${productTable(nodes.map(statusRow), columns)}\n`);
    throw new Exit(code);
  });
}

export const dbsAdd = (parsed: Parsed) => onCluster(parsed, 'db_node_add', addNode);
export const dbsRemove = (parsed: Parsed) => onCluster(parsed, 'db_node_remove', removeNode);
export const dbsReinit = (parsed: Parsed) => onCluster(parsed, 'db_node_reinit', reinitialize);
export const dbsSetMaster = (parsed: Parsed) => onCluster(parsed, 'db_node_set_master', setMaster);

async function onCluster(parsed: Parsed, command: string, act: Act): Promise<void> {
  const settings = prepare(parsed);
  requireConfigured(settings, command);
  requireOneOf(settings, command, ['database_service', 'manager_service']);
  if (hasDatabaseCluster(settings)) await act(settings, parsed.text('address') ?? '');
  else log.info('There is no database cluster associated with this node.');
}

const addNode: Act = async (settings, address) => {
  if (wants(settings, 'database_service'))
    throw managementError(
      'Database cluster nodes should be added to the cluster during install, by setting the appropriate entries in ' +
        'the config.yaml.',
    );
  const { leader, replicas } = await clusterAddresses(settings);
  if (address === leader || replicas.includes(address))
    throw managementError(`Cannot add DB node ${address} to cluster, as it is already part of the cluster.`);
  const ca = readFileSync(clusterCa(settings), 'utf8');
  const answers = await request({ host: address, port: 8008, path: '/', ca }).then(
    () => true,
    () => false,
  );
  if (!answers)
    throw managementError(
      `DB cluster node ${address} does not appear to be operational. Please ensure DB cluster management software is ` +
        'installed and running before trying to add the node.',
    );
  await editHosts((hosts) => [...hosts, address]);
  const insert = 'INSERT INTO db_nodes (name, host) VALUES ($1, $1) ON CONFLICT DO NOTHING';
  await inDatabase(settings, insert, address);
};

const removeNode: Act = async (settings, address) => {
  checkRemovable(address, await clusterAddresses(settings));
  if (wants(settings, 'database_service')) {
    await removeFromEtcd(settings, address);
    return;
  }
  await editHosts((hosts) => hosts.filter((host) => host !== address));
  await inDatabase(settings, 'DELETE FROM db_nodes WHERE host = $1', address);
};

/** Edits the hosts in the manager's own file. /etc/cloudify/config.yaml stays unchanged and no longer matches it. */
async function editHosts(change: (hosts: readonly string[]) => string[]): Promise<void> {
  log.info('Updating rest service configuration');
  const config = readRestConfig();
  config.postgresql_host = change([config.postgresql_host].flat());
  saveRestConfig(config);
  log.info('Restarting rest service');
  await restart('cloudify-restservice');
}

async function inDatabase(settings: Settings, sql: string, address: string): Promise<void> {
  const login = await databaseLogin(settings, 'cloudify', settings.postgresql_client.cloudify_db_name);
  await withClient(login, (client) => client.query(sql, [address]));
}
