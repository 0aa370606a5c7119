import type { AbsolutePath } from '../../model/names.ts';
import { fileText } from '../world/host.ts';
import {
  addDatabaseMember,
  bootstrapOrJoinDatabase,
  listsMember,
  findLiveCluster,
} from '../services/database-members.ts';
import { hasQuorumAt, startPatroni } from '../services/database.ts';
import { ProductError, type ProductConfig } from './config.ts';
import { configuredDatabases, type NamedAddress } from './members.ts';
import { printProductLine } from './product.ts';
import type { ProgramContext, ProgramRun } from '../commands/usage.ts';

/**
 * Installs etcd and Patroni. Does not wait for the other nodes: continues with a warning if etcd has no quorum after
 * five attempts.
 */
export function* installDatabase(context: ProgramContext, config: ProductConfig): ProgramRun {
  const { world, host } = context;
  printProductLine(context, 'POSTGRESQL_SERVER', { line: 'Installing PostgreSQL Server...' });
  yield world.takes('install database');
  const members = nodesOf(config);
  const address = host.spec.privateIp;
  if (!members.some((member) => member.address === address)) {
    throw new ProductError('StopIteration', `${address} is not one of postgresql_server.cluster.nodes`);
  }
  const token = config.text('postgresql_server', 'cluster', 'etcd', 'cluster_token');
  const ca = fileText(host, config.text('postgresql_server', 'ca_path') as AbsolutePath) ?? '';
  printProductLine(context, 'POSTGRESQL_SERVER', { line: 'Starting etcd' });
  yield* joinRunningCluster(context, token, { name: `etcd${address}`, address });
  bootstrapOrJoinDatabase(world, host, { token, members, address, ca });
  for (let attempt = 1; attempt <= 5 && !hasQuorumAt(world, host); attempt += 1)
    yield world.durations['wait for etcd'];
  if (!hasQuorumAt(world, host)) {
    printProductLine(context, 'POSTGRESQL_SERVER', {
      level: 'WARNING',
      line: 'Could not finish etcd configuration.',
    });
  }
  printProductLine(context, 'POSTGRESQL_SERVER', { line: 'Starting patroni' });
  startPatroni(world, host);
  yield world.takes('start Patroni');
  return 0;
}

/**
 * Adds the member to a running cluster with this token before its etcd starts. If such a cluster exists but does not
 * respond, continues without it after five attempts (pg.py, 842-890).
 */
function* joinRunningCluster(
  { world, host }: ProgramContext,
  token: string,
  member: NamedAddress,
): Generator<number, void, void> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const { known, live } = findLiveCluster(world, host, token);
    if (!known) return;
    if (live) {
      const isListed = listsMember(live, member.address);
      live.allowedAddresses.add(member.address);
      addDatabaseMember(world, live, member);
      if (!isListed) yield 2_000;
      return;
    }
    yield world.durations['wait for etcd'];
  }
}

function nodesOf(config: ProductConfig): readonly NamedAddress[] {
  const nodes = configuredDatabases(config);
  if (nodes.length < 2) throw new ProductError('ValidationError', 'at least two database nodes are needed');
  return nodes;
}
