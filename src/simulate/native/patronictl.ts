import { isRunning, reinitializeStandby, switchOver } from '../services/database.ts';
import { startParameters, writeSharedParameters } from './parameters.ts';
import type { ProgramContext, ProgramRun, ProgramUsages } from '../commands/usage.ts';

export const patronictlUsages: ProgramUsages = {
  questions: {},
  actions: {
    '[-c FILE] [--candidate NAME] [--force] switchover SCOPE': (context, { NAME = '' }) =>
      switchover(context, NAME),
    '[-c FILE] [--force] reinit SCOPE MEMBER': (context, { MEMBER = '' }) => reinit(context, MEMBER),
    '[-c FILE] [--force] [--quiet] [-s SETTING] edit-config SCOPE': (context, { SETTING = '' }) =>
      editConfig(context, SETTING.split('\n')),
    '[--force] [-c FILE] restart SCOPE MEMBER': (context, { MEMBER = '' }) => restart(context, MEMBER),
  },
};

function* switchover({ world, host, err }: ProgramContext, name: string): ProgramRun {
  yield 3_000;
  const to = world.hosts.get(name);
  const cluster = host.database?.cluster;
  const error = to && cluster ? switchOver(world, cluster, to) : `no member ${name}`;
  if (error) err(`Error: ${error}`);
  return error ? 1 : 0;
}

function* editConfig({ world, host }: ProgramContext, settings: readonly string[]): ProgramRun {
  yield 1_000;
  writeSharedParameters(world, host, settings);
  return 0;
}

/** Restarts PostgreSQL of a member, which keeps its role. */
function* restart({ world, host, err }: ProgramContext, name: string): ProgramRun {
  yield 3_000;
  const member = world.hosts.get(name);
  if (!host.database || !member?.database || !isRunning(world, name)) {
    err(`Error: ${name} is not a member`);
    return 1;
  }
  member.database.parameters = startParameters(world, member);
  world.record({ host: name, kind: 'effect', what: `database ${name} restarted in place` });
  return 0;
}

function* reinit({ world, host, err }: ProgramContext, name: string): ProgramRun {
  yield 2_000;
  const standby = world.hosts.get(name);
  if (!standby?.database || host.database?.cluster.leader === name) {
    err(`Error: ${name} is the leader or no member`);
    return 1;
  }
  reinitializeStandby(world, standby);
  return 0;
}
