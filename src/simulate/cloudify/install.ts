import { installMarker } from '../../platforms/cloudify/product/paths.ts';
import type { Service } from '../../model/names.ts';
import { removeTree, textFile } from '../world/files.ts';
import { leave, stopBroker } from '../services/broker.ts';
import { stopDatabase } from '../services/database.ts';
import { stopManager } from '../services/manager.ts';
import { checkConfig, ProductError, readProductConfig, type ProductConfig } from './config.ts';
import { needsForce } from './cfy-manager-services.ts';
import { installBroker } from './install-broker.ts';
import { installDatabase } from './install-database.ts';
import { installManager } from './install-manager.ts';
import { say } from './product.ts';
import { rewriteConfig } from './rewrite-config.ts';
import type { Given, Here, Program } from '../commands/usage.ts';

const services: Readonly<Record<string, readonly [Service, (here: Here, config: ProductConfig) => Program]>> =
  {
    database_service: ['database', installDatabase],
    queue_service: ['broker', installBroker],
    manager_service: ['manager', installManager],
  };

/**
 * `cfy_manager install`: validates, installs and configures what config.yaml names, and writes the markers last. What
 * was done before a failure or a kill stays done.
 */
export function* install(here: Here, flags: Given = {}): Program {
  say(here, 'MAIN', { line: 'Installing desired components...' });
  yield here.world.vary(10_000);
  const config = readProductConfig(here, flags);
  say(here, 'VALIDATIONS', { line: 'Validating local machine...' });
  checkConfig(here.host, config);
  needsSpace(here);
  yield here.world.vary(20_000);
  for (const name of config.services) {
    const [service, run] = services[name] ?? [];
    if (!service || !run) continue;
    yield* run(here, config);
    needsSpace(here);
    mark(here, config, service);
  }
  rewriteConfig(here, config);
  say(here, 'MAIN', { level: 'NOTICE', line: 'Finished installation successfully' });
  return 0;
}

function needsSpace({ host }: Here): void {
  if (host.diskFree === 0) throw new ProductError('OSError', '[Errno 28] No space left on device');
}

function mark({ world, host }: Here, { release }: ProductConfig, service: Service): void {
  const mtime = world.now() + host.clockOffsetMs;
  host.files.set(installMarker(release, service), textFile('', { mode: 0o644, owner: 'root:root', mtime }));
}

/** `cfy_manager remove`: stops and deletes what is here; the others still list it. */
export function* remove(here: Here, given: Given): Program {
  const { world, host } = here;
  needsForce(here, given, 'removeCommand');
  say(here, 'MAIN', { line: 'Removing...' });
  yield world.vary(30_000);
  stopDatabase(world, host);
  stopBroker(world, host);
  stopManager(world, host);
  if (host.broker?.cluster.nodes.size === 1) leave(host.broker);
  host.database = host.broker = host.manager = undefined;
  removeTree(host.files, '/etc/cloudify/.installed');
  say(here, 'MAIN', { level: 'NOTICE', line: 'Successfully removed' });
  return 0;
}
