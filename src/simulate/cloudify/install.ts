import { installMarker } from '../../platforms/cloudify/product/paths.ts';
import type { Service } from '../../model/names.ts';
import { removeTree, textFile } from '../world/files.ts';
import { resetBroker, stopBrokerNode } from '../services/broker.ts';
import { stopDatabase } from '../services/database.ts';
import { stopManager } from '../services/manager.ts';
import { checkConfig, ProductError, readProductConfig, type ProductConfig } from './config.ts';
import { requireForce } from './cfy-manager-services.ts';
import { installBroker } from './install-broker.ts';
import { installDatabase } from './install-database.ts';
import { installManager } from './install-manager.ts';
import { printProductLine } from './product.ts';
import { rewriteConfig } from './rewrite-config.ts';
import type { UsageArguments, ProgramContext, ProgramRun } from '../commands/usage.ts';

const services: Readonly<
  Record<string, readonly [Service, (context: ProgramContext, config: ProductConfig) => ProgramRun]>
> = {
  database_service: ['database', installDatabase],
  queue_service: ['broker', installBroker],
  manager_service: ['manager', installManager],
};

/**
 * Simulates `cfy_manager install`: validates config.yaml, installs and configures its services, and writes the marker of
 * each service last. Completed work stays in effect after a failure or a kill.
 */
export function* cfyManagerInstall(context: ProgramContext, flags: UsageArguments = {}): ProgramRun {
  printProductLine(context, 'MAIN', { line: 'Installing desired components...' });
  yield context.world.takes('product starts');
  const config = readProductConfig(context, flags);
  printProductLine(context, 'VALIDATIONS', { line: 'Validating local machine...' });
  checkConfig(context.host, config);
  requireSpace(context);
  yield context.world.takes('product checks machine');
  for (const name of config.services) {
    const [service, run] = services[name] ?? [];
    if (!service || !run) continue;
    yield* run(context, config);
    requireRunning(context, service);
    requireSpace(context);
    writeMarker(context, config, service);
  }
  rewriteConfig(context, config);
  printProductLine(context, 'MAIN', { level: 'NOTICE', line: 'Finished installation successfully' });
  return 0;
}

function requireSpace({ host }: ProgramContext): void {
  if (host.diskFree === 0) throw new ProductError('OSError', '[Errno 28] No space left on device');
}

function writeMarker({ world, host }: ProgramContext, { release }: ProductConfig, service: Service): void {
  const mtime = world.now() + host.clockOffsetMs;
  host.files.set(installMarker(release, service), textFile('', { mode: 0o644, owner: 'root:root', mtime }));
}

function requireRunning({ host }: ProgramContext, service: Service): void {
  const { database, broker, manager } = host;
  if (!{ database, broker, manager }[service]?.running)
    throw new ProductError('BootstrapError', `the ${service} service has stopped`);
}

/** Simulates `cfy_manager remove`: stops and deletes the services of the host. Other members still list it. */
export function* cfyManagerRemove(context: ProgramContext, given: UsageArguments): ProgramRun {
  const { world, host } = context;
  requireForce(context, given, 'removeCommand');
  printProductLine(context, 'MAIN', { line: 'Removing...' });
  yield world.takes('product removes itself');
  stopDatabase(world, host);
  stopBrokerNode(world, host);
  stopManager(world, host);
  if (host.broker?.cluster.nodes.size === 1) resetBroker(host.broker);
  host.database = host.broker = host.manager = undefined;
  removeTree(host.files, '/etc/cloudify/.installed');
  printProductLine(context, 'MAIN', { level: 'NOTICE', line: 'Successfully removed' });
  return 0;
}
