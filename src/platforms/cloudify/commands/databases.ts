import type { Command, Live } from '../../../model/host/command.ts';
import { MINUTE } from '../../../model/duration.ts';
import type { Release } from '../product/releases.ts';
import { cfy, cfyManager } from './program.ts';

/** Exits 0 when all databases are healthy, 1 when degraded, 2 when down (main.py, 377). */
export function listDatabases({ databasesListCommand }: Release): Command {
  return { program: 'cfy_manager', args: databasesListCommand, as: 'root', timeoutMs: 2 * MINUTE };
}

/**
 * On every manager, one after the other: makes this manager use a database that runs already. Restarts its REST
 * service, UI and composer at once (pg.py, 1538-1545; up to 5.0.5 also its own proxy and amqp-postgres). Refused,
 * exit 1, on a manager that has it already, and for a database whose Patroni does not answer (pg.py, 1516-1528).
 * An error on a database: there the installation itself adds the member to etcd and to Patroni's pg_hba.
 */
export function addDatabaseToManager({ databasesAddCommand }: Release, address: string): Command {
  return cfyManager([...databasesAddCommand, address]);
}

/**
 * On one database that stays: takes the member out of etcd and of Patroni's pg_hba; nothing restarts, and the one
 * that goes is asked nothing. On every manager, after that: makes it use the database no more, with the restarts of
 * `addDatabaseToManager`. Refused, exit 1: the leader, the last standby, an address that is not listed (pg.py,
 * 1556-1576).
 */
export function removeDatabase({ databasesRemoveCommand }: Release, address: string): Command {
  return cfyManager([...databasesRemoveCommand, address]);
}

/**
 * On one manager, after `dbs add` or `dbs remove` on all: the managers act on the changed list (cloudify-cli,
 * cluster.py, 435). Only where `release.databaseNodesUpdate`.
 */
export function updateDatabaseNodes(): Command {
  return cfy(['cluster', 'db-nodes', 'update']);
}

/**
 * On any database: hands the lead over. An asynchronous one is made synchronous first, by restarting the one that is
 * (pg.py, 1690). It exits 0 with a warning too when the leader has not changed after 30 seconds: ask afterwards.
 */
export function switchDatabaseMaster(
  { databasesSetMasterCommand }: Release,
  address: string | Live,
): Command {
  return cfyManager([...databasesSetMasterCommand, address]);
}

/**
 * On any database: a standby throws its data away and copies the leader's anew. It exits 0 as soon as Patroni has
 * begun (pg.py, 1645). An error for the leader and for an address that is not a member.
 */
export function reinitDatabase({ databasesReinitCommand }: Release, address: string): Command {
  return cfyManager([...databasesReinitCommand, address]);
}
