import { canReach } from '../services/network.ts';
import { ProductError, readProductConfig } from './config.ts';
import { configuredDatabases } from './members.ts';
import type { ProgramContext, ProgramRun } from '../commands/usage.ts';

/** Until TCP gives a silent address up: nothing in the product limits it. */
const CONNECT_MS = 127_000;
const ROUNDS = 10;

/**
 * What a manager's `dbs` commands begin with: each node of config.yaml in turn is asked whether it leads, without a
 * limit, so that a dead one ahead of the leader holds them (utils/db.py, 128-182).
 */
export function* findLeader(context: ProgramContext): ProgramRun {
  const { world, host } = context;
  const nodes = configuredDatabases(readProductConfig(context));
  if (nodes.length === 0) return 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const { address } of nodes) {
      const other = [...world.hosts.values()].find((one) => one.spec.privateIp === address);
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
