import { installMarker } from '../../platforms/cloudify/product/paths.ts';
import type { Service } from '../../model/names.ts';
import { startBroker, stopBroker } from '../services/broker.ts';
import { startDatabase, stopDatabase } from '../services/database.ts';
import { startManager, stopManager } from '../services/manager.ts';
import type { SimulatedHost, Unit } from '../world/state.ts';
import { ProductError } from './config.ts';
import { say } from './product.ts';
import { installedRelease } from './release.ts';
import type { Given, Here, Program } from '../commands/usage.ts';

const SERVICES: readonly Service[] = ['database', 'broker', 'manager'];
const PAUSE_MS = 3_000;
const ROUNDS = 20;

/** Every service of the host; stopped ones may be stopped again. */
export function* stopServices(here: Here, given: Given): Program {
  const { host } = here;
  needsForce(here, given, 'stopCommand');
  needsConfigured(here);
  say(here, 'MAIN', { line: 'Stopping Cloudify Manager services...' });
  yield here.world.vary(8_000);
  stopAll(here);
  say(here, 'MAIN', { level: 'NOTICE', line: `Cloudify Manager services of ${host.name} stopped` });
  return 0;
}

/** What runs already is restarted, but a database (base_component.py, 41). */
export function* startServices(here: Here, given: Given): Program {
  needsForce(here, given, 'startCommand');
  needsConfigured(here);
  const { world, host } = here;
  if (host.broker?.running) stopBroker(world, host);
  if (host.manager?.running) stopManager(world, host);
  return yield* startAll(here);
}

export function* restartServices(here: Here, given: Given): Program {
  needsForce(here, given, 'restartCommand');
  needsConfigured(here);
  yield here.world.vary(8_000);
  stopAll(here);
  yield here.world.vary(4_000);
  return yield* startAll(here);
}

function stopAll({ world, host }: Here): void {
  stopDatabase(world, host);
  stopBroker(world, host);
  stopManager(world, host);
}

/** Ends well only once they run. */
function* startAll({ world, host }: Here): Program {
  startDatabase(world, host);
  const failure = startBroker(world, host);
  if (failure) throw new ProductError('BootstrapError', failure);
  startManager(world, host);
  for (let round = 1; round <= ROUNDS; round += 1) {
    if (unitsOf(host).every(({ running, since }) => running && since <= world.now())) return 0;
    yield PAUSE_MS;
  }
  throw new ProductError('BootstrapError', 'the services did not start');
}

function unitsOf({ database, broker, manager }: SimulatedHost): readonly Unit[] {
  return [database, broker, manager].flatMap((unit) => (unit ? [unit] : []));
}

/** The product looks for .configured, which it writes together with the other marker. */
function needsConfigured(here: Here): void {
  const release = installedRelease(here.world, here.host);
  const own = SERVICES.filter((service) => here.host[service]);
  if (own.length > 0 && own.every((service) => here.host.files.has(installMarker(release, service)))) return;
  throw new ProductError(
    'BootstrapError',
    'Cloudify has not been configured here: run cfy_manager configure',
  );
}

/** Some builds did none of it without `--force`. */
export function needsForce(
  { world, host }: Here,
  given: Given,
  name: 'stopCommand' | 'startCommand' | 'restartCommand' | 'removeCommand',
): void {
  if (given['--force'] || !installedRelease(world, host)[name].includes('--force')) return;
  throw new ProductError('BootstrapError', 'The --force flag must be passed for this command to work');
}
