import type { AbsolutePath } from '../../model/names.ts';
import { textOf } from '../world/host.ts';
import { canWrite } from '../services/database.ts';
import { brokerAnswers, startNewManager } from '../services/manager.ts';
import type { DatabaseCluster } from '../world/state.ts';
import { ProductError, type ProductConfig } from './config.ts';
import { brokerMembers, databaseNodes } from './members.ts';
import { say } from './product.ts';
import type { Here, Program } from '../commands/usage.ts';

/** The first creates the database and registers the brokers, later ones join; two at once break each other. */
export function* installManager(here: Here, config: ProductConfig): Program {
  const { world, host } = here;
  say(here, 'MANAGER', { line: 'Installing manager...' });
  yield world.vary(60_000);
  const database = yield* writableDatabase(here, config);
  checkBrokers(here, config);
  yield* migrate(here, config, database);
  const hostname = config.text('manager', 'hostname') || host.spec.hostname;
  startNewManager(world, host, {
    hostname,
    user: config.text('manager', 'security', 'admin_username') || 'admin',
    password: config.text('manager', 'security', 'admin_password'),
    ca: textOf(host, config.text('ssl_inputs', 'ca_cert_path') as AbsolutePath) ?? '',
    database,
    databases: new Set(databaseNodes(config).map(({ address }) => address)),
  });
  say(here, 'RESTSERVICE', { line: 'Starting cloudify-restservice' });
  yield world.vary(30_000);
  farewell(here, config);
  return 0;
}

/** Ten rounds of two seconds, as the product tries (utils/db.py, 128). */
function* writableDatabase(here: Here, config: ProductConfig): Generator<number, DatabaseCluster, void> {
  const addresses = databaseNodes(config).map(({ address }) => address);
  for (let round = 1; round <= 10; round += 1) {
    const ours = [...here.world.hosts.values()].find((host) =>
      addresses.includes(host.database?.address ?? ''),
    );
    const found = ours?.database?.cluster ?? externalDatabase(here, config);
    if (found && canWrite(here.world, here.host, found)) return found;
    yield 2_000;
  }
  throw new ProductError('BootstrapError', 'No DB leader found');
}

function externalDatabase({ world }: Here, config: ProductConfig): DatabaseCluster | undefined {
  const address = config.text('postgresql_client', 'host');
  const found = world.external.find((one) => one.kind === 'database' && one.address === address);
  return found?.kind === 'database' ? found.cluster : undefined;
}

function checkBrokers(here: Here, config: ProductConfig): void {
  const silent = brokerMembers(config).filter(
    ({ address }) => !brokerAnswers(here.world, here.host, address),
  );
  if (silent.length === 0) return;
  throw new ProductError(
    'NetworkError',
    `no answer from ${silent.map(({ name }) => name).join(', ')} on port 15671`,
  );
}

/** Two installs that both look whether there are tables, and then both create them (rest.py, 248-272). */
function* migrate(here: Here, config: ProductConfig, { registry }: DatabaseCluster): Program {
  const { world, host } = here;
  const { busy } = registry;
  if (busy && world.hosts.get(busy)?.up && busy !== host.name) {
    throw new ProductError(
      'BootstrapError',
      `the database is being set up by ${busy}: run cfy_manager remove`,
    );
  }
  registry.busy = host.name;
  try {
    yield world.vary(registry.managers.size === 0 ? 60_000 : 20_000);
    if (registry.managers.size === 0) {
      for (const { name, address } of brokerMembers(config)) registry.brokers.set(name, address);
      for (const { name, address } of databaseNodes(config)) registry.databases.set(name, address);
      registry.license = host.files.has(config.text('manager', 'cloudify_license_path') as AbsolutePath);
    }
  } finally {
    registry.busy = undefined;
  }
  return 0;
}

/** The product prints the password itself: whoever shows its output masks it. */
function farewell(here: Here, config: ProductConfig): void {
  say(here, 'MAIN', { level: 'NOTICE', line: `Manager is up at ${config.publicIp}` });
  here.out('#'.repeat(50));
  here.out(`Manager password is ${config.text('manager', 'security', 'admin_password')}`);
  here.out('#'.repeat(50));
}
