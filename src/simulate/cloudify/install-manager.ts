import type { AbsolutePath } from '../../model/names.ts';
import { fileText } from '../world/host.ts';
import { canWriteFrom } from '../services/database.ts';
import { isBrokerServing, startNewManager } from '../services/manager.ts';
import type { DatabaseCluster } from '../world/state.ts';
import { ProductError, type ProductConfig } from './config.ts';
import { configuredBrokers, configuredDatabases } from './members.ts';
import { printProductLine } from './product.ts';
import type { ProgramContext, ProgramRun } from '../commands/usage.ts';

/**
 * Installs a manager. The first manager creates the tables and registers the brokers. Concurrent installations fail.
 */
export function* installManager(context: ProgramContext, config: ProductConfig): ProgramRun {
  const { world, host } = context;
  printProductLine(context, 'MANAGER', { line: 'Installing manager...' });
  yield world.takes('install manager');
  const database = yield* writableDatabase(context, config);
  checkBrokers(context, config);
  yield* migrate(context, config, database);
  const hostname = config.text('manager', 'hostname') || host.spec.hostname;
  startNewManager(world, host, {
    hostname,
    user: config.text('manager', 'security', 'admin_username') || 'admin',
    password: config.text('manager', 'security', 'admin_password'),
    ca: fileText(host, config.text('ssl_inputs', 'ca_cert_path') as AbsolutePath) ?? '',
    database,
    databases: new Set(configuredDatabases(config).map(({ address }) => address)),
  });
  printProductLine(context, 'RESTSERVICE', { line: 'Starting cloudify-restservice' });
  yield world.takes('start manager services');
  printPassword(context, config);
  return 0;
}

/**
 * Finds the configured database once it accepts writes. Tries ten times, every two seconds, as the product does
 * (utils/db.py, 128).
 */
function* writableDatabase(
  context: ProgramContext,
  config: ProductConfig,
): Generator<number, DatabaseCluster, void> {
  const addresses = configuredDatabases(config).map(({ address }) => address);
  for (let round = 1; round <= 10; round += 1) {
    const ours = [...context.world.hosts.values()].find((host) =>
      addresses.includes(host.database?.address ?? ''),
    );
    const found = ours?.database?.cluster ?? externalDatabase(context, config);
    if (found && canWriteFrom(context.world, context.host, found)) return found;
    yield 2_000;
  }
  throw new ProductError('BootstrapError', 'No DB leader found');
}

function externalDatabase({ world }: ProgramContext, config: ProductConfig): DatabaseCluster | undefined {
  const address = config.text('postgresql_client', 'host');
  const found = world.external.find((one) => one.kind === 'database' && one.address === address);
  return found?.kind === 'database' ? found.cluster : undefined;
}

function checkBrokers(context: ProgramContext, config: ProductConfig): void {
  const unreachable = configuredBrokers(config).filter(
    ({ address }) => !isBrokerServing(context.world, context.host, address),
  );
  if (unreachable.length === 0) return;
  throw new ProductError(
    'NetworkError',
    `no answer from ${unreachable.map(({ name }) => name).join(', ')} on port 15671`,
  );
}

/** Creates or migrates the tables. Fails if another host is doing the same (rest.py, 248-272). */
function* migrate(context: ProgramContext, config: ProductConfig, { registry }: DatabaseCluster): ProgramRun {
  const { world, host } = context;
  const { migratingOn } = registry;
  if (migratingOn && world.hosts.get(migratingOn)?.up && migratingOn !== host.name) {
    throw new ProductError(
      'BootstrapError',
      `the database is being set up by ${migratingOn}: run cfy_manager remove`,
    );
  }
  registry.migratingOn = host.name;
  try {
    yield world.takes(registry.managers.size === 0 ? 'create database schema' : 'check database schema');
    if (registry.managers.size === 0) {
      for (const { name, address } of configuredBrokers(config)) registry.brokers.set(name, address);
      for (const { name, address } of configuredDatabases(config)) registry.databases.set(name, address);
      registry.license = host.files.has(config.text('manager', 'cloudify_license_path') as AbsolutePath);
    }
  } finally {
    registry.migratingOn = undefined;
  }
  return 0;
}

/** The product prints the password, so Quorate must mask it in the output. */
function printPassword(context: ProgramContext, config: ProductConfig): void {
  printProductLine(context, 'MAIN', { level: 'NOTICE', line: `Manager is up at ${config.publicIp}` });
  context.out('#'.repeat(50));
  context.out(`Manager password is ${config.text('manager', 'security', 'admin_password')}`);
  context.out('#'.repeat(50));
}
