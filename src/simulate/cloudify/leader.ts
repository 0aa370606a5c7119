import { canReach } from '../services/network.ts';
import { ProductError, readProductConfig } from './config.ts';
import { configuredDatabases } from './members.ts';
import type { ProgramContext, ProgramRun } from '../commands/usage.ts';

/** TCP's connect timeout for an unreachable address. The product has no timeout of its own. */
const CONNECT_MS = 127_000;
const ROUNDS = 10;

/**
 * First part of a manager's `dbs` commands: queries the nodes of config.yaml in order for the leader. There is no
 * timeout, so a node that is down delays them if it is listed before the leader (utils/db.py, 128-182).
 */
export function* findLeader(context: ProgramContext): ProgramRun {
  const { world, host } = context;
  const nodes = configuredDatabases(readProductConfig(context));
  if (nodes.length === 0) return 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const { address } of nodes) {
      const other = [...world.hosts.values()].find((node) => node.spec.privateIp === address);
      if (!other?.up || !canReach(world, host, other)) {
        yield CONNECT_MS;
        continue;
      }
      yield 100;
      if (other.database?.running && other.database.cluster.leader === other.name) return 0;
    }
    yield 2_000;
  }
  throw new ProductError('DBManagementError', 'No DB leader found');
}
