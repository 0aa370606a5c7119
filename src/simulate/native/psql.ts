import { isRunning, isStandbyStreaming } from '../services/database.ts';
import { exitsWith, type ProgramContext, type ProgramRun, type ProgramUsages } from '../commands/usage.ts';

/** Scripts of the native platform: conditions about accounts and databases, each on a line of its own. */
export const psqlUsages: ProgramUsages = {
  questions: {
    '[-qXAt] --single-transaction -f - postgres': (context) =>
      context.stdin.includes('pg_settings') ? printSettings(context) : check(context),
  },
  actions: { '[-qXAt] -f - postgres': create },
};

/** The check that no PostgreSQL runs in its data directory. */
export const noPostmasterUsages: ProgramUsages = {
  questions: {
    DIRECTORY: ({ host, err }) => {
      if (!host.database?.running) return exitsWith(0);
      err('PostgreSQL still runs as process 4711');
      return exitsWith(1);
    },
  },
  actions: {},
};

/** How long a standby waits for the leader. */
const LAG_MS = 60_000;

function* check({ host, world, stdin }: ProgramContext): ProgramRun {
  yield 50;
  if (!host.database || !isRunning(world, host.name)) return 2;
  return conditionsIn(stdin).every((one) => host.database?.cluster.objects.has(one)) ? 0 : 3;
}

/** The leader prints the parameters that the query names, a standby whether it streams. */
function* printSettings({ host, world, stdin, out }: ProgramContext): ProgramRun {
  yield 50;
  if (!host.database || !isRunning(world, host.name)) return 2;
  const { cluster, parameters = {} } = host.database;
  if (cluster.leader !== host.name) {
    if (isStandbyStreaming(world, host)) out('streaming|1');
    return 0;
  }
  for (const [name, value] of Object.entries(parameters))
    if (stdin.includes(`'${name}'`)) out(`${name}|${value}`);
  return 0;
}

/** The leader makes the conditions true; a standby waits until they are. */
function* create(context: ProgramContext): ProgramRun {
  const { host, world, stdin, err } = context;
  yield 100;
  if (!host.database || !isRunning(world, host.name)) return 2;
  const { cluster } = host.database;
  if (cluster.leader === host.name) {
    for (const one of conditionsIn(stdin)) cluster.objects.add(one);
    world.record({ host: host.name, kind: 'effect', what: 'accounts and databases created' });
    return 0;
  }
  for (let waited = 0; waited < LAG_MS; waited += 1_000) {
    if (conditionsIn(stdin).every((one) => cluster.objects.has(one))) return 0;
    yield 1_000;
  }
  err('ERROR:  the accounts and databases are not as the inventory declares them');
  return 3;
}

function conditionsIn(script: string): readonly string[] {
  return script.split('\n').filter((line) => line.startsWith('AND EXISTS '));
}
