import { keepalivedPaths } from '../../components/keepalived/paths.ts';
import { KEEPALIVED_UNIT } from '../../components/keepalived/unit.ts';
import { applicationSettings, startApplication, stopApplication } from '../native/application.ts';
import { reloadKeepalived, startKeepalived, stopKeepalived } from '../native/keepalived.ts';
import { reloadBalancer, startBalancer, stopBalancer } from '../services/balancer.ts';
import { startBrokerNode, stopBrokerNode } from '../services/broker.ts';
import { startDatabase, stopDatabase } from '../services/database.ts';
import { startManager, stopManager } from '../services/manager.ts';
import type { Unit } from '../world/state.ts';
import type { UsageArguments, ProgramContext, ProgramRun, ProgramUsages } from './usage.ts';

/** Operations of a unit. `start` and `reload` return an error text, or undefined. */
interface Service {
  readonly unit: (context: ProgramContext) => Unit | undefined;
  readonly start: (context: ProgramContext) => string | undefined;
  readonly stop: (context: ProgramContext) => void;
  readonly reload?: (context: ProgramContext) => string | undefined;
}

const database: Service = {
  unit: ({ host }) => host.database,
  start: ({ world, host }) => startDatabase(world, host),
  stop: ({ world, host }) => stopDatabase(world, host),
};
const broker: Service = {
  unit: ({ host }) => host.broker,
  start: ({ world, host }) => startBrokerNode(world, host),
  stop: ({ world, host }) => stopBrokerNode(world, host),
};
const manager: Service = {
  unit: ({ host }) => host.manager,
  start: ({ world, host }) => startManager(world, host),
  stop: ({ world, host }) => stopManager(world, host),
};
/** A unit of the operator, which the drop-in of Quorate names. */
const applicationOf = (unit: string): Service => ({
  unit: ({ host }) => host.application,
  start: ({ world, host }) => startApplication(world, host, unit),
  stop: ({ world, host }) => stopApplication(world, host),
});
const balancer: Service = {
  unit: ({ host }) => host.balancer,
  start: ({ world, host }) => startBalancer(world, host),
  stop: ({ world, host }) => stopBalancer(world, host),
  reload: ({ world, host }) => reloadBalancer(world, host),
};

const keepalived: Service = {
  unit: ({ host }) => host.keepalived,
  start: ({ world, host }) => startKeepalived(world, host),
  stop: ({ world, host }) => stopKeepalived(world, host),
  reload: ({ world, host }) => reloadKeepalived(world, host),
};

const services: Readonly<Record<string, Service>> = {
  etcd: database,
  patroni: database,
  'rabbitmq-server': broker,
  'cloudify-restservice': manager,
  nginx: manager,
  haproxy: balancer,
  [KEEPALIVED_UNIT]: keepalived,
};

export const systemctlUsages: ProgramUsages = {
  questions: {
    'is-active [--quiet] UNIT': isActive,
    'is-enabled [--quiet] UNIT': isEnabled,
    'status [--no-pager] [--full] [--lines=30] UNIT': status,
  },
  actions: {
    'enable [--now] UNIT': enable,
    'disable [--now] UNIT': disable,
    'start UNIT': (context, given) => withService(context, given, start),
    'stop UNIT': (context, given) => withService(context, given, stop),
    'restart UNIT': (context, given) => withService(context, given, restart),
    'reload UNIT': (context, given) => withService(context, given, reload),
    'reload-or-restart UNIT': (context, given) => withService(context, given, reloadOrRestart),
    'daemon-reload': daemonReload,
  },
};

function* enable(context: ProgramContext, given: UsageArguments): ProgramRun {
  yield 200;
  const unit = nameOf(given);
  if (enableTimeService(context, unit)) return 0;
  if (!isInstalled(context, unit)) return missing(context, unit);
  context.host.enabled.add(unit);
  return given['--now'] ? yield* withService(context, given, start) : 0;
}

/** Starts a service that synchronizes the clock. @returns false for any other unit */
function enableTimeService({ host }: ProgramContext, unit: string): boolean {
  const { timeServices = [] } = host.details;
  if (!timeServices.some((service) => service.unit === unit)) return false;
  const started = timeServices.map((service) => (service.unit === unit ? { unit, active: true } : service));
  host.details = { ...host.details, timeServices: started, synchronized: true };
  return true;
}

function* disable(context: ProgramContext, given: UsageArguments): ProgramRun {
  yield 200;
  const unit = nameOf(given);
  if (!isInstalled(context, unit)) return missing(context, unit);
  context.host.enabled.delete(unit);
  return given['--now'] ? yield* withService(context, given, stop) : 0;
}

function* withService(
  context: ProgramContext,
  given: UsageArguments,
  act: (context: ProgramContext, service: Service) => string | undefined,
): ProgramRun {
  yield 300;
  const unit = nameOf(given);
  if (!isInstalled(context, unit)) return missing(context, unit);
  const error = act(context, knownService(context, unit));
  if (error) context.err(error);
  return error ? 1 : 0;
}

function start(context: ProgramContext, service: Service): string | undefined {
  return service.start(context);
}

function stop(context: ProgramContext, service: Service): undefined {
  service.stop(context);
}

function restart(context: ProgramContext, service: Service): string | undefined {
  service.stop(context);
  return start(context, service);
}

function reload(context: ProgramContext, service: Service): string | undefined {
  return service.reload ? service.reload(context) : 'Job type reload is not applicable for this unit.';
}

function reloadOrRestart(context: ProgramContext, service: Service): string | undefined {
  return service.reload && service.unit(context)?.running
    ? service.reload(context)
    : restart(context, service);
}

function* isActive(context: ProgramContext, given: UsageArguments): ProgramRun {
  yield 10;
  const service = serviceOf(context, nameOf(given));
  const active = service?.unit(context)?.running ?? false;
  if (!given['--quiet']) context.out(active ? 'active' : 'inactive');
  return active ? 0 : 3;
}

function* isEnabled(context: ProgramContext, given: UsageArguments): ProgramRun {
  yield 10;
  const enabled = context.host.enabled.has(nameOf(given));
  if (!given['--quiet']) context.out(enabled ? 'enabled' : 'disabled');
  return enabled ? 0 : 1;
}

/** Prints no journal, because simulated units write none. */
function* status(context: ProgramContext, given: UsageArguments): ProgramRun {
  yield 10;
  const active = serviceOf(context, nameOf(given))?.unit(context)?.running ?? false;
  context.out(`${nameOf(given)}.service`);
  context.out(`     Active: ${active ? 'active (running)' : 'inactive (dead)'}`);
  return active ? 0 : 3;
}

function* daemonReload(): ProgramRun {
  yield 300;
  return 0;
}

function nameOf({ UNIT = '' }: UsageArguments): string {
  return UNIT.replace(/\.service$/, '');
}

function serviceOf(context: ProgramContext, unit: string): Service | undefined {
  return services[unit] ?? (applicationSettings(context.host, unit) && applicationOf(unit));
}

function knownService(context: ProgramContext, unit: string): Service {
  const service = serviceOf(context, unit);
  if (!service) throw new Error(`the simulator does not know the unit ${unit}`);
  return service;
}

function isInstalled(context: ProgramContext, unit: string): boolean {
  if (unit === 'haproxy') return context.host.packages.has('haproxy');
  if (unit === KEEPALIVED_UNIT) return context.host.files.has(keepalivedPaths.unit);
  const application = applicationSettings(context.host, unit);
  if (application) return application.package === 'none' || context.host.packages.has(application.package);
  return knownService(context, unit).unit(context) !== undefined;
}

function missing(context: ProgramContext, unit: string): number {
  context.err(`Failed to start ${unit}.service: Unit ${unit}.service not found.`);
  return 5;
}
