import { installMarker } from '../../platforms/cloudify/product/paths.ts';
import type { Service } from '../../model/names.ts';
import { startBrokerNode, stopBrokerNode } from '../services/broker.ts';
import { startDatabase, stopDatabase } from '../services/database.ts';
import { startManager, stopManager } from '../services/manager.ts';
import type { SimulatedHost, Unit } from '../world/state.ts';
import { ProductError } from './config.ts';
import { printProductLine } from './product.ts';
import { installedRelease } from './release.ts';
import type { UsageArguments, ProgramContext, ProgramRun } from '../commands/usage.ts';

const SERVICES: readonly Service[] = ['database', 'broker', 'manager'];
const POLL_MS = 3_000;
const ROUNDS = 20;

/** Stops all services of the host. Succeeds for services that are stopped already. */
export function* cfyManagerStop(context: ProgramContext, given: UsageArguments): ProgramRun {
  const { host } = context;
  requireForce(context, given, 'stopCommand');
  requireConfigured(context);
  printProductLine(context, 'MAIN', { line: 'Stopping Cloudify Manager services...' });
  yield context.world.takes('product stops services');
  stopAll(context);
  printProductLine(context, 'MAIN', {
    level: 'NOTICE',
    line: `Cloudify Manager services of ${host.name} stopped`,
  });
  return 0;
}

/** Starts all services. Running services are restarted, except a database (base_component.py, 41). */
export function* cfyManagerStart(context: ProgramContext, given: UsageArguments): ProgramRun {
  requireForce(context, given, 'startCommand');
  requireConfigured(context);
  const { world, host } = context;
  if (host.broker?.running) stopBrokerNode(world, host);
  if (host.manager?.running) stopManager(world, host);
  return yield* startAll(context);
}

export function* cfyManagerRestart(context: ProgramContext, given: UsageArguments): ProgramRun {
  requireForce(context, given, 'restartCommand');
  requireConfigured(context);
  yield context.world.takes('product stops services');
  stopAll(context);
  yield context.world.takes('product starts services');
  return yield* startAll(context);
}

function stopAll({ world, host }: ProgramContext): void {
  stopDatabase(world, host);
  stopBrokerNode(world, host);
  stopManager(world, host);
}

/** Starts all services and succeeds only once they run. */
function* startAll({ world, host }: ProgramContext): ProgramRun {
  const failure = startDatabase(world, host) ?? startBrokerNode(world, host) ?? startManager(world, host);
  if (failure) throw new ProductError('BootstrapError', failure);
  for (let round = 1; round <= ROUNDS; round += 1) {
    if (unitsOf(host).every(({ running, readyAt }) => running && readyAt <= world.now())) return 0;
    yield POLL_MS;
  }
  throw new ProductError('BootstrapError', 'the services did not start');
}

function unitsOf({ database, broker, manager }: SimulatedHost): readonly Unit[] {
  return [database, broker, manager].flatMap((unit) => (unit ? [unit] : []));
}

/**
 * Fails unless all services of the host are configured. The product checks the file .configured, which it writes
 * together with the marker that the simulator checks.
 */
function requireConfigured(context: ProgramContext): void {
  const release = installedRelease(context.world, context.host);
  const own = SERVICES.filter((service) => context.host[service]);
  if (own.length > 0 && own.every((service) => context.host.files.has(installMarker(release, service))))
    return;
  throw new ProductError(
    'BootstrapError',
    'Cloudify has not been configured here: run cfy_manager configure',
  );
}

/** Fails without `--force` if the command requires this flag in the host's release. */
export function requireForce(
  { world, host }: ProgramContext,
  given: UsageArguments,
  name: 'stopCommand' | 'startCommand' | 'restartCommand' | 'removeCommand',
): void {
  if (given['--force'] || !installedRelease(world, host)[name].includes('--force')) return;
  throw new ProductError('BootstrapError', 'The --force flag must be passed for this command to work');
}
