import { stopBrokerNode } from '../services/broker.ts';
import { stopDatabase } from '../services/database.ts';
import type { ProgramContext, ProgramRun, ProgramUsages } from '../commands/usage.ts';
import { requestEtcd, startEtcd, startPatroniUnit, startRabbit } from './members.ts';

const DATABASE = 'quorate-etcd quorate-patroni';
const ETCD = 'quorate-etcd';
const RABBIT = 'quorate-rabbitmq';
/** Time after which `systemctl start` gives up waiting for a unit that starts again and again. */
const WAITS = 400;

/** The units of the native platform. */
export const nativeUnits: ProgramUsages = {
  questions: {
    [`is-enabled [--quiet] ${DATABASE}`]: (context) => isEnabled(context, 'quorate-patroni'),
    [`is-enabled [--quiet] ${RABBIT}`]: (context) => isEnabled(context, RABBIT),
  },
  actions: {
    [`start --no-block ${ETCD}`]: requestEtcdUnit,
    [`start ${ETCD}`]: waitForEtcd,
    'try-reload-or-restart quorate-patroni': reloadPatroni,
    [`restart ${DATABASE}`]: restartDatabaseUnits,
    [`restart ${RABBIT}`]: restartRabbit,
    [`enable [--now] [--no-block] ${DATABASE}`]: (context, given) =>
      enable(context, 'quorate-patroni', given['--now'] ? startDatabaseUnits : undefined),
    [`enable [--now] ${RABBIT}`]: (context, given) =>
      enable(context, RABBIT, given['--now'] ? startRabbit : undefined),
    [`disable --now ${DATABASE}`]: (context) => disable(context, 'quorate-patroni', stopDatabase),
    [`disable --now ${RABBIT}`]: (context) => disable(context, RABBIT, stopBrokerNode),
  },
};

function* startDatabaseUnits({ world, host }: ProgramContext): ProgramRun {
  yield 300;
  requestEtcd(world, host);
  startPatroniUnit(world, host);
  return 0;
}

function* requestEtcdUnit({ world, host }: ProgramContext): ProgramRun {
  yield 200;
  requestEtcd(world, host);
  return 0;
}

/** Waits until etcd runs: a joining member, until another member has added it. */
function* waitForEtcd({ world, host, err }: ProgramContext): ProgramRun {
  yield 300;
  for (let wait = 0; startEtcd(world, host) !== undefined; wait += 1) {
    if (wait === WAITS) {
      err('Job for quorate-etcd.service failed.');
      return 1;
    }
    yield 2_000;
  }
  yield Math.max(0, (host.database?.readyAt ?? 0) - world.now());
  return 0;
}

function* reloadPatroni(): ProgramRun {
  yield 200;
  return 0;
}

function* restartDatabaseUnits(context: ProgramContext): ProgramRun {
  yield 2_000;
  stopDatabase(context.world, context.host);
  yield 1_000;
  return yield* startDatabaseUnits(context);
}

function* restartRabbit(context: ProgramContext): ProgramRun {
  yield 2_000;
  stopBrokerNode(context.world, context.host);
  yield 1_000;
  return yield* startRabbit(context);
}

function* enable(
  context: ProgramContext,
  unit: string,
  start: ((context: ProgramContext) => ProgramRun) | undefined,
): ProgramRun {
  yield 200;
  context.host.enabled.add(unit);
  return start ? yield* start(context) : 0;
}

function* disable(
  { world, host }: ProgramContext,
  unit: string,
  stop: (world: ProgramContext['world'], host: ProgramContext['host']) => void,
): ProgramRun {
  yield 2_000;
  host.enabled.delete(unit);
  stop(world, host);
  return 0;
}

function* isEnabled({ host, out }: ProgramContext, unit: string): ProgramRun {
  yield 10;
  const enabled = host.enabled.has(unit);
  out(enabled ? 'enabled' : 'disabled');
  return enabled ? 0 : 1;
}
