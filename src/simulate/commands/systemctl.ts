import { reloadBalancer, startBalancer, stopBalancer } from '../services/balancer.ts';
import { startBroker, stopBroker } from '../services/broker.ts';
import { startDatabase, stopDatabase } from '../services/database.ts';
import { startManager, stopManager } from '../services/manager.ts';
import type { Unit } from '../world/state.ts';
import type { Given, Here, Program, Known } from './usage.ts';

/** What a unit is: how to ask, start, stop it. A start returns an error text or nothing. */
interface Service {
  readonly unit: (here: Here) => Unit | undefined;
  readonly start: (here: Here) => string | undefined | void;
  readonly stop: (here: Here) => void;
  readonly reload?: (here: Here) => string | undefined;
}

const database: Service = {
  unit: ({ host }) => host.database,
  start: ({ world, host }) => startDatabase(world, host),
  stop: ({ world, host }) => stopDatabase(world, host),
};
const broker: Service = {
  unit: ({ host }) => host.broker,
  start: ({ world, host }) => startBroker(world, host),
  stop: ({ world, host }) => stopBroker(world, host),
};
const manager: Service = {
  unit: ({ host }) => host.manager,
  start: ({ world, host }) => startManager(world, host),
  stop: ({ world, host }) => stopManager(world, host),
};
const balancer: Service = {
  unit: ({ host }) => host.balancer,
  start: ({ world, host }) => startBalancer(world, host),
  stop: ({ world, host }) => stopBalancer(world, host),
  reload: ({ world, host }) => reloadBalancer(world, host),
};

const services: Readonly<Record<string, Service>> = {
  etcd: database,
  patroni: database,
  'rabbitmq-server': broker,
  'cloudify-restservice': manager,
  nginx: manager,
  haproxy: balancer,
};

export const systemctl: Known = {
  questions: {
    'is-active [--quiet] UNIT': isActive,
    'is-enabled [--quiet] UNIT': isEnabled,
  },
  actions: {
    'enable [--now] UNIT': enable,
    'disable [--now] UNIT': disable,
    'start UNIT': (here, given) => withService(here, given, start),
    'stop UNIT': (here, given) => withService(here, given, stop),
    'restart UNIT': (here, given) => withService(here, given, restart),
    'reload UNIT': (here, given) => withService(here, given, reload),
    'reload-or-restart UNIT': (here, given) => withService(here, given, reloadOrRestart),
    'daemon-reload': daemonReload,
  },
};

function* enable(here: Here, given: Given): Program {
  yield 200;
  const unit = nameOf(given);
  if (!isInstalled(here, unit)) return missing(here, unit);
  here.host.enabled.add(unit);
  return given['--now'] ? yield* withService(here, given, start) : 0;
}

function* disable(here: Here, given: Given): Program {
  yield 200;
  const unit = nameOf(given);
  if (!isInstalled(here, unit)) return missing(here, unit);
  here.host.enabled.delete(unit);
  return given['--now'] ? yield* withService(here, given, stop) : 0;
}

function* withService(
  here: Here,
  given: Given,
  act: (here: Here, service: Service) => string | undefined,
): Program {
  yield 300;
  const unit = nameOf(given);
  if (!isInstalled(here, unit)) return missing(here, unit);
  const error = act(here, knownService(unit));
  if (error) here.err(error);
  return error ? 1 : 0;
}

function start(here: Here, service: Service): string | undefined {
  return service.start(here) ?? undefined;
}

function stop(here: Here, service: Service): undefined {
  service.stop(here);
}

function restart(here: Here, service: Service): string | undefined {
  service.stop(here);
  return start(here, service);
}

function reload(here: Here, service: Service): string | undefined {
  return service.reload ? service.reload(here) : 'Job type reload is not applicable for this unit.';
}

function reloadOrRestart(here: Here, service: Service): string | undefined {
  return service.reload && service.unit(here)?.running ? service.reload(here) : restart(here, service);
}

function* isActive(here: Here, given: Given): Program {
  yield 10;
  const service = services[nameOf(given)];
  const active = service?.unit(here)?.running ?? false;
  if (!given['--quiet']) here.out(active ? 'active' : 'inactive');
  return active ? 0 : 3;
}

function* isEnabled(here: Here, given: Given): Program {
  yield 10;
  const enabled = here.host.enabled.has(nameOf(given));
  if (!given['--quiet']) here.out(enabled ? 'enabled' : 'disabled');
  return enabled ? 0 : 1;
}

function* daemonReload(): Program {
  yield 300;
  return 0;
}

function nameOf({ UNIT = '' }: Given): string {
  return UNIT.replace(/\.service$/, '');
}

function knownService(unit: string): Service {
  const service = services[unit];
  if (!service) throw new Error(`the simulator does not know the unit ${unit}`);
  return service;
}

function isInstalled(here: Here, unit: string): boolean {
  return unit === 'haproxy' ? here.host.packages.has('haproxy') : knownService(unit).unit(here) !== undefined;
}

function missing(here: Here, unit: string): number {
  here.err(`Failed to start ${unit}.service: Unit ${unit}.service not found.`);
  return 5;
}
