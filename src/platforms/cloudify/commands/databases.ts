import type { Command, Live } from '../../../model/host/command.ts';
import { MINUTE } from '../../../model/duration.ts';
import type { Release } from '../product/releases.ts';
import { cfy, cfyManager } from './program.ts';

/** Lists the databases. Exits 0 if all are healthy, 1 if degraded, 2 if down (main.py, 377). */
export function listDatabases({ databasesListCommand }: Release): Command {
  return { program: 'cfy_manager', args: databasesListCommand, as: 'root', timeoutMs: 2 * MINUTE };
}

/**
 * Run on every manager, one at a time: adds a running database to this manager's list. Restarts the manager's REST
 * service, UI and composer at the same time (pg.py, 1538-1545; up to 5.0.5 also its own proxy and amqp-postgres). Exits
 * 1 if the manager already has the database, or if the database's Patroni is unreachable (pg.py, 1516-1528). Fails on a
 * database host, because there the installation adds the member to etcd and to Patroni's pg_hba.
 */
export function addDatabaseToManager({ databasesAddCommand }: Release, address: string): Command {
  return cfyManager([...databasesAddCommand, address]);
}

/**
 * Run first on one remaining database: removes the member from etcd and from Patroni's pg_hba, without a restart and
 * without contacting the removed member. Run then on every manager: removes the database from that manager's list, with
 * the restarts of `addDatabaseToManager`. Exits 1 for the leader, for the last standby and for an address that is not
 * listed (pg.py, 1556-1576).
 */
export function removeDatabase({ databasesRemoveCommand }: Release, address: string): Command {
  return cfyManager([...databasesRemoveCommand, address]);
}

/**
 * Run on one manager, after `dbs add` or `dbs remove` on all of them: makes the managers read the changed list
 * (cloudify-cli, cluster.py, 435). Exists only if `release.databaseNodesUpdate`.
 */
export function updateDatabaseNodes(): Command {
  return cfy(['cluster', 'db-nodes', 'update']);
}

/**
 * Run on any database: switches the leader to the database at `address`. If that standby is asynchronous, the command
 * first makes it synchronous by restarting the synchronous one (pg.py, 1690). Exits 0 with only a warning if the leader
 * has not changed after 30 seconds, so query the leader afterwards.
 */
export function switchDatabaseMaster(
  { databasesSetMasterCommand }: Release,
  address: string | Live,
): Command {
  return cfyManager([...databasesSetMasterCommand, address]);
}

/**
 * Run on any database: reinitializes the standby at `address` from the leader. Exits 0 as soon as Patroni has started
 * the reinitialization (pg.py, 1645), so wait for its end afterwards. Fails for the leader and for an address that is
 * not a member.
 */
export function reinitStandby({ databasesReinitCommand }: Release, address: string): Command {
  return cfyManager([...databasesReinitCommand, address]);
}
